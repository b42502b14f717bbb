/** Which directory of a picture's file is its page `index`. */
import { fail, ok, type Result } from '../../../shared/result.ts';
import { openByteSource } from './byte-source.ts';
import { sniff, SNIFF_BYTES, type Format } from './sniff.ts';
import { readTiff } from './tiff-directories.ts';

/** What the file's first bytes say it is. Throws what the disk throws. */
export function readKind(path: string): Format | null {
  const source = openByteSource(path);
  try {
    return sniff(source.read(0, SNIFF_BYTES));
  } finally {
    source.close();
  }
}

/** libvips's number of page `index`: pages are counted without masks and smaller versions, libvips counts every directory. */
export function directoryOf(path: string, kind: Format, index: number): Result<number, 'NOT_FOUND'> {
  const directory = kind === 'tiff' ? tiffDirectory(path, index) : index === 0 ? 0 : undefined;
  return directory === undefined ? fail('NOT_FOUND') : ok(directory);
}

function tiffDirectory(path: string, index: number): number | undefined {
  const source = openByteSource(path);
  try {
    const reading = readTiff(source);
    return reading.ok ? reading.pages[index]?.directory : undefined;
  } finally {
    source.close();
  }
}
