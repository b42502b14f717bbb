/** Which scan a text belongs to, by their names: `45.xml`, `45.tif.txt`, `alto/45.xml` beside `45.tif`. Pure. */

const ENDING = /(?:\.alto)?\.(?:xml|hocr|html?|txt)$|\.alto$/iu;
const SCAN_ENDING = /\.(?:tiff?|jpe?g|png|jp2|j2k|jpx|jpf|webp|pdf)$/iu;
/** `45_alto.xml`, as some programs name what they write. */
const MADE_BY = /[._-](?:alto|hocr|ocr|text)$/iu;
/** Folders in which programs put texts, beside the scans or beside the folder of scans. */
const TEXT_FOLDER = /^(?:alto|hocr|ocr|text|texts|txt|xml|fulltext)$/iu;

/** Whether a file of this name may be the text of a scan: its bytes are not looked at. */
export function isSidecar(path: string): boolean {
  return ENDING.test(path);
}

/** Where several texts belong to one page, one that knows places goes before one that knows words only. */
export function sidecarRank(path: string): number {
  return /\.txt$/iu.test(path) ? 1 : 0;
}

export type Scan = { readonly path: string };

export type ScanFinder<S extends Scan> = (sidecar: string) => S | null;

/** Looks scans up by where a text lies; null where there is none, or more than one that it could belong to. */
export function createScanFinder<S extends Scan>(scans: Iterable<S>): ScanFinder<S> {
  const byPlace = new Map<string, S[]>();
  for (const scan of scans) {
    const { folder, name } = parted(scan.path);
    const stem = stemOf(name.replace(SCAN_ENDING, ''));
    for (const key of [`${folder}\n${stem}`, `${parted(folder).folder}\n*\n${stem}`]) {
      const there = byPlace.get(key) ?? [];
      if (there.length === 0) byPlace.set(key, there);
      there.push(scan);
    }
  }
  return (sidecar) => {
    const { folder, name } = parted(sidecar);
    const bare = name.replace(ENDING, '').replace(SCAN_ENDING, '');
    const above = parted(folder);
    const isInTextFolder = TEXT_FOLDER.test(above.name);
    for (const stem of new Set([stemOf(bare), stemOf(bare.replace(MADE_BY, ''))])) {
      const places = isInTextFolder
        ? // The folder that holds the texts' folder, then those beside it.
          [`${folder}\n${stem}`, `${above.folder}\n${stem}`, `${above.folder}\n*\n${stem}`]
        : [`${folder}\n${stem}`];
      for (const place of places) {
        const [only, ...others] = byPlace.get(place) ?? [];
        if (only !== undefined) return others.length === 0 ? only : null;
      }
    }
    return null;
  };
}

function parted(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { folder: slash < 0 ? '' : path.slice(0, slash), name: path.slice(slash + 1) };
}

function stemOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
