import { describe, expect, test } from 'vitest';
import { createScanFinder, isSidecar, sidecarRank } from './sidecar-names.ts';

const at = (...paths: string[]) => createScanFinder(paths.map((path) => ({ path })));

describe('which scan a text belongs to', () => {
  test('one of the same name beside it', () => {
    const find = at('Д 12/45.tif', 'Д 12/46.tif', 'Д 13/45.tif', 'план.PDF');
    expect(find('Д 12/45.xml')?.path).toBe('Д 12/45.tif');
    expect(find('Д 13/45.alto.xml')?.path).toBe('Д 13/45.tif');
    expect(find('Д 12/46.tif.txt')?.path).toBe('Д 12/46.tif');
    expect(find('Д 12/46_ocr.hocr')?.path).toBe('Д 12/46.tif');
    expect(find('План.html')?.path).toBe('план.PDF');
  });

  test('or in a folder of texts, beside the scans or beside their folder', () => {
    const find = at('Д 12/tif/45.tif', 'Д 13/45.jpg', 'Д 13/46.jpg');
    expect(find('Д 13/alto/45.xml')?.path).toBe('Д 13/45.jpg');
    expect(find('Д 12/OCR/45.hocr')?.path).toBe('Д 12/tif/45.tif');
    expect(find('Д 13/masters/46.xml')).toBeNull();
  });

  test('nothing where there is none, or where it could be two', () => {
    const find = at('45.tif', '45.jpg', 'a/1.tif', 'b/1.tif');
    expect(find('45.xml')).toBeNull();
    expect(find('alto/1.xml')).toBeNull();
    expect(find('44.xml')).toBeNull();
  });

  test('which files may be texts, and which of two goes first', () => {
    for (const name of ['a.xml', 'a.alto.xml', 'a.HOCR', 'a.htm', 'a.txt', 'a.alto'])
      expect(isSidecar(name)).toBe(true);
    for (const name of ['a.tif', 'txt', 'a.xml.tif', 'a.docx']) expect(isSidecar(name)).toBe(false);
    expect(sidecarRank('a.xml')).toBeLessThan(sidecarRank('a.txt'));
  });
});
