/** Tells on stderr how far a copy is, once a second at most. */
export function progressLine(io: { err(line: string): void }): (done: number, total?: number) => void {
  const EVERY_MS = 1000;
  let toldAt = performance.now();
  return (done, total = 0) => {
    if (performance.now() - toldAt < EVERY_MS) return;
    toldAt = performance.now();
    io.err(total > 0 ? `${done}/${total} files` : `${done} files`);
  };
}
