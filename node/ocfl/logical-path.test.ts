import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFindings } from './findings.ts';
import { assignLogicalPaths } from './logical-path.ts';
import { checkConflicts, checkPath, LOGICAL_PATH } from './path-rules.ts';

it('keeps names as they are, in NFC', () => {
  expect(assignLogicalPaths(['іс 5/парақ 1.tif', 'іс 5/й.tif'.normalize('NFD')])).toEqual([
    'іс 5/парақ 1.tif',
    'іс 5/й.tif'.normalize('NFC'),
  ]);
});

it('numbers equal names before their extension', () => {
  expect(assignLogicalPaths(['a.tif', 'a.tif', 'a.tif', 'a (2).tif', 'b', 'b'])).toEqual([
    'a.tif',
    'a (2).tif',
    'a (3).tif',
    'a (2) (2).tif',
    'b',
    'b (2)',
  ]);
});

it('lets a folder step aside for a file of its name, and a file for a folder', () => {
  expect(assignLogicalPaths(['a', 'a/b', 'a/c', 'd/e', 'd'])).toEqual([
    'a',
    'a (2)/b',
    'a (2)/c',
    'd/e',
    'd (2)',
  ]);
});

it('takes away what climbs, and Windows’ separators', () => {
  expect(assignLogicalPaths(['../../etc/passwd', 'C:\\scans\\1.tif', '//x//', '..', ''])).toEqual([
    'etc/passwd',
    'C:/scans/1.tif',
    'x',
    'unnamed',
    'unnamed (2)',
  ]);
});

it('gives paths that keep to the rules, whatever comes', () => {
  const element = fc.oneof(
    fc.constantFrom('a', 'b', 'a (2)', '.', '..', '', 'й'),
    fc.string({ maxLength: 3 }),
  );
  const path = fc.array(element, { maxLength: 4 }).map((elements) => elements.join('/'));
  fc.assert(
    fc.property(fc.array(path, { maxLength: 30 }), (originals) => {
      const findings = createFindings();
      const paths = assignLogicalPaths(originals, ['batch.json']);
      expect(paths.length).toBe(originals.length);
      for (const each of paths) checkPath(each, LOGICAL_PATH, findings, '');
      checkConflicts([...paths, 'batch.json'], LOGICAL_PATH, findings, '');
      expect(findings.list()).toEqual([]);
    }),
  );
});

it('numbers ten thousand equal names in no time', () => {
  const start = performance.now();
  const paths = assignLogicalPaths(Array.from({ length: 10_000 }, () => 'scan.tif'));
  expect(new Set(paths).size).toBe(10_000);
  expect(performance.now() - start).toBeLessThan(2000);
});
