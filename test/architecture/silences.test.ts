/** Whoever silences a rule of the linter says why, on the same line. Silences that silence nothing are the linter's own finding. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SILENCE = /(?:ox|es)lint-disable|@ts-(?:ignore|expect-error|nocheck)/;
const WITH_REASON = /oxlint-disable(?:-next-line)? [\w/, -]+? -- \w/;

test('every silenced rule is named with its reason', () => {
  const sources = globSync('{shared,node,electron,server,renderer,test,build}/**/*.{ts,tsx,mjs,cjs}').filter(
    (file) => !file.endsWith('silences.test.ts'),
  );
  expect(sources.length).toBeGreaterThan(500);
  const lines = sources.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, i) => (SILENCE.test(line) ? [{ line, place: `${file}:${i + 1}` }] : [])),
  );
  expect(lines.length).toBeGreaterThan(5);
  const mute = lines.filter(({ line }) => !WITH_REASON.test(line)).map(({ place }) => place);
  expect(mute).toEqual([]);
});
