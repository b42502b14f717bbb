/** Where the program's own models lie: beside the bundles in the product, in the packages when it runs from its sources. */
import path from 'node:path';

/** Debian's package of the Russian model, for a program that runs from its sources. */
const DEBIAN = ['/usr/share/tesseract-ocr/5/tessdata', '/usr/share/tesseract-ocr/4.00/tessdata'];

/** `programFolder`: the top of the program. Earlier folders come first. */
export function packagedModelFolders(programFolder: string): string[] {
  return [
    path.join(programFolder, 'dist/recognition'),
    ...['kaz', 'eng'].map((language) =>
      path.join(programFolder, 'node_modules/@tesseract.js-data', language, '4.0.0_best_int'),
    ),
    ...DEBIAN,
  ];
}
