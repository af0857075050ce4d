// What 128-bit SIMD gives at most in this engine on this machine: twelve chains that stay in registers, nothing loaded. A
// module assembled by hand, as the compiler of ours would see through such a loop.

const leb = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...leb(n >> 7)]);
const sized = (bytes) => [...leb(bytes.length), ...bytes];
const section = (id, bytes) => [id, ...sized(bytes)];
const simd = (opcode) => [0xfd, ...leb(opcode)];
const [get, set] = [(local) => [0x20, local], (local) => [0x21, local]];
const [SPLAT, MUL, ADD, RELAXED_MADD] = [0x13, 0xe6, 0xe4, 0x105].map(simd);

const CHAINS = 12;
const FLOPS = CHAINS * 8;

/** `run(n, value)`: n rounds. The locals are n, value, the vector x of it, and the chains. */
function moduleOf(kind) {
  const x = get(2);
  const round = Array.from({ length: CHAINS }, (_, i) => {
    const chain = 3 + i;
    if (kind === 'relaxed') return [...x, ...x, ...get(chain), ...RELAXED_MADD, ...set(chain)];
    // The neighbour's number keeps the engine from moving the multiplication out of the loop.
    return [...get(chain), ...get(3 + ((i + 1) % CHAINS)), ...x, ...MUL, ...ADD, ...set(chain)];
  }).flat();
  const sum = Array.from({ length: CHAINS - 1 }, (_, i) => [...get(4 + i), ...ADD]).flat();
  const body = [
    ...[1, 1 + CHAINS, 0x7b],
    ...[...get(1), ...SPLAT, ...set(2)],
    ...[0x03, 0x40, ...round],
    ...[...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b],
    ...[...get(3), ...sum, ...simd(0x1f), 0, 0x0b],
  ];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 2, 0x7f, 0x7d, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]),
    ...section(10, [1, ...sized(body)]),
  ]);
}

/** GFLOP/s of the best of many runs of `rounds`: with fused multiply-add, or multiplications and additions. */
export async function simdPeak(kind, rounds = 2e5, runs = 1000) {
  const { instance } = await WebAssembly.instantiate(moduleOf(kind));
  let least = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    instance.exports.run(rounds, 0);
    least = Math.min(least, performance.now() - start);
  }
  return (rounds * FLOPS) / least / 1e6;
}
