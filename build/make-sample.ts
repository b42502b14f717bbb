/**
 * `node build/make-sample.ts FOLDER [--map]`: writes the scans of the sample archive, or the map of 200 megapixels, into a
 * folder, to be looked at without an archive. The program makes the same files by itself.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drawFile } from '../electron/services/sample/draw-file.ts';
import { drawMap } from '../electron/services/sample/draw-map.ts';
import { planSample } from '../electron/services/sample/sample-plan.ts';

/** Any archive's id does: only the records' ids follow from it. */
const ARCHIVE = '00000000-0000-7000-8000-000000000000';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { map: { type: 'boolean', default: false } },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error('Usage: node build/make-sample.ts FOLDER [--map]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const began = Date.now();
let bytes = 0;
if (values.map) bytes = await drawMap(path.join(folder, 'map.tif'), { width: 16_000, height: 12_500 });
else {
  for (const { name, drawing } of planSample(ARCHIVE).files) {
    bytes += await drawFile(path.join(folder, name), name, drawing);
  }
}
console.log(`${(bytes / 1e6).toFixed(1)} MB in ${((Date.now() - began) / 1000).toFixed(1)} s: ${folder}`);
