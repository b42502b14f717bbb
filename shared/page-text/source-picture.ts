/** Which picture an ALTO of ours was read from: another one may have taken its place on the page since. Pure. */
import type { PageImage } from '../model/record-types.ts';

const NAME = /<fileName>([0-9a-f]{64})\/(\d{1,9})<\/fileName>/;
/** It is told in the description, at the very front. */
const FRONT_CHARACTERS = 4000;

/** Null where the file does not say so, as those of other programs. */
export function sourcePicture(alto: string): PageImage | null {
  const [, sha256, index] = NAME.exec(alto.slice(0, FRONT_CHARACTERS)) ?? [];
  return sha256 === undefined ? null : { sha256, index: Number(index) };
}

/** Whether a text was read from another picture than the page shows. */
export function isOfOther(of: PageImage | null, shown: PageImage | null): boolean {
  if (of === null || shown === null) return false;
  return of.sha256 !== shown.sha256 || of.index !== shown.index;
}
