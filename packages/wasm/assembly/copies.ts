/** Copies `rows` runs of `width` 32-bit numbers; the runs start `from` and `to` numbers apart. */
export function copyRuns(source: usize, from: i32, target: usize, to: i32, rows: i32, width: i32): void {
  const rest = width & 3;
  const whole = (<usize>(width - rest)) << 2;
  for (let r = 0; r < rows; r++) {
    let s = source;
    let t = target;
    const end = s + whole;
    for (; s < end; s += 16, t += 16) v128.store(t, v128.load(s));
    for (let i = 0; i < rest; i++) {
      store<u32>(t, load<u32>(s));
      s += 4;
      t += 4;
    }
    source += (<usize>from) << 2;
    target += (<usize>to) << 2;
  }
}
