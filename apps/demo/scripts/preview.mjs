// Serves the build and opens it in a browser where there is one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
if (!existsSync(`${root}/dist/index.html`)) {
  console.error('The demo is not built yet. Run `npm start` in the root of the repository, or `pnpm run build` here.');
  process.exit(1);
}

const server = await preview({ root });
const url = server.resolvedUrls?.local[0];
console.log('\nlatents: the models train in the page.');
server.printUrls();
console.log('  Stop with Ctrl+C.');
if (url !== undefined) openBrowser(url);

/** A machine without a browser or a screen is no error: the address is printed above. */
function openBrowser(address) {
  const [command, ...args] = opener(address);
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

function opener(address) {
  if (process.platform === 'darwin') return ['open', address];
  if (process.platform === 'win32') return ['cmd', '/c', 'start', '', address];
  const screen = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  return screen ? ['xdg-open', address] : [];
}
