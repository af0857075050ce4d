import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// A formatter can turn the title of a guide into a heading; the built page then shows "title: ..." as text.

const guides = new URL('../guides/', import.meta.url);

test.each(readdirSync(guides))('the front matter of %s is whole, and its title is the first heading', (name) => {
  const text = readFileSync(new URL(name, guides), 'utf8');
  const [, title] = /^---\ntitle: (.+)\n---\n/.exec(text) ?? [];
  expect(title).toBeDefined();
  expect(/^# (.+)$/m.exec(text)?.[1]).toBe(title);
  expect(text).not.toMatch(/^## title:/m);
});
