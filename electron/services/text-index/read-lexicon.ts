/** Reads the lexicon that travels with the program: beside the bundles in the product, in `assets` when it runs from its sources. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createLexicon, type Lexicon } from '../../../shared/text/lexicon.ts';

const FILE = 'lexicon/lexicon.qlx.gz';

/** `programFolder`: the top of the program. An empty lexicon where there is no file, or a damaged one: search goes on without it. */
export function readLexicon(programFolder: string): Lexicon {
  for (const folder of ['dist', 'assets']) {
    try {
      return createLexicon(gunzipSync(readFileSync(path.join(programFolder, folder, FILE))));
    } catch {
      // The next place, or none.
    }
  }
  return createLexicon(new Uint8Array());
}
