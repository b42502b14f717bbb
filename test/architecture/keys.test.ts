/** No two commands of the window want the same key: which of them would get it would be chance. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Keys that only the stage of the viewer takes, or a list while it has the focus, are apart: they need no Control and no Alt. */
const CHORD = /'(?<chord>(?:Control|Alt)\+(?:Shift\+)?(?:Key[A-Z]|Arrow\w+|Enter|F\d+))'/g;
/** Told in two places and given once: by the box that takes the key itself and by the line that shows it. */
const SHOWN: ReadonlySet<string> = new Set(['Control+Enter']);

test('every key with Control or Alt is given once', () => {
  const places = new Map<string, string[]>();
  const sources = globSync('renderer/**/*.{ts,tsx}').filter((file) => !file.includes('.test.'));
  expect(sources.length).toBeGreaterThan(100);
  for (const file of sources) {
    for (const { groups } of readFileSync(file, 'utf8').matchAll(CHORD)) {
      const chord = groups?.['chord'] ?? '';
      places.set(chord, [...(places.get(chord) ?? []), file]);
    }
  }
  expect(places.size).toBeGreaterThan(5);
  const twice = [...places].filter(([chord, files]) => files.length > 1 && !SHOWN.has(chord));
  expect(twice).toEqual([]);
});
