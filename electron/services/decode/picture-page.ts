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

/**
 * libvips's number of page `index`: pages are counted without masks and smaller versions, libvips counts every directory.
 * NO_PICTURE: the file is broken, so that nobody can say which pages it has.
 */
export function directoryOf(
  path: string,
  kind: Format,
  index: number,
): Result<number, 'NOT_FOUND' | 'NO_PICTURE'> {
  if (kind === 'tiff') return tiffDirectory(path, index);
  return index === 0 ? ok(0) : fail('NOT_FOUND');
}

function tiffDirectory(path: string, index: number): Result<number, 'NOT_FOUND' | 'NO_PICTURE'> {
  const source = openByteSource(path);
  try {
    const reading = readTiff(source);
    if (!reading.ok) return fail('NO_PICTURE');
    const page = reading.pages[index];
    return page === undefined ? fail('NOT_FOUND') : ok(page.directory);
  } finally {
    source.close();
  }
}
