/** The `edtf` package behind one door: no exceptions, and no text that its grammar is slow or careless with. */
// oxlint-disable-next-line typescript/triple-slash-reference -- other environments reach this file by an import, without this folder's tsconfig
/// <reference path="./edtf.d.ts" />
import edtf from 'edtf';

export const MAX_EDTF_LENGTH = 100;

/** Milliseconds since 1970 (UTC) of the first and last moment; infinite where open, null where unknown. */
export type EdtfSpan = { readonly min: number | null; readonly max: number | null };

/** What the text spans, by EDTF levels 0 to 2; null when it is none. Bare digits are a year only when they are four. */
export function parseEdtf(text: string): EdtfSpan | null {
  if (text.length > MAX_EDTF_LENGTH || !/^[0-9XYSTZ~?%/.,:{}[\]+-]{4,}$/u.test(text)) return null;
  // The library takes other runs of digits for milliseconds.
  if (/^[0-9]+$/u.test(text) && text.length !== 4) return null;
  try {
    const { min, max } = edtf(text);
    return { min, max };
  } catch {
    return null;
  }
}
