/** What a check of time may take. Figures are the benches' business; a journey guards only against a step that grows with the archive. */

/** A machine that does other work besides has been seen to need four times its own time. */
const STRETCH = 8;

/** The target itself with QOIMA_FIGURES=1, on a machine of its own; else eight times it. `targetMs` in milliseconds. */
export function bound(targetMs: number): number {
  return process.env['QOIMA_FIGURES'] === '1' ? targetMs : targetMs * STRETCH;
}
