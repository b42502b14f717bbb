/** Prints an enrolment code: it is shown once. */
import type { Io } from './io.ts';

export function printCode({ code, ends }: { readonly code: string; readonly ends: string }, io: Io): void {
  io.out(`Code for one station, until ${ends.slice(0, 16).replace('T', ' ')} UTC: ${code}`);
  io.err('It is shown only now; a lost one is replaced by: device code');
}
