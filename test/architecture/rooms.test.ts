/** Holds the map of `docs/architecture.md`: every folder of the program stands there, and every folder named there stands here. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const page = readFileSync('docs/architecture.md', 'utf8');
const map = page.slice(page.indexOf('## Where is what'), page.indexOf('## Arrows'));
/** Names in backquotes that lie in one of our top folders. */
const named = [
  ...map.matchAll(/`(?<folder>(?:shared|node|electron|server|renderer|test|assets|build)(?:\/[\w-]+)*)`/g),
].map(({ groups }) => groups?.['folder'] ?? '');

const rooms = globSync([
  '{shared,node,server,renderer,test}/*/',
  'renderer/features/*/',
  'electron/*/',
  'electron/services/*/',
])
  .map((folder) => folder.replaceAll('\\', '/').replace(/\/$/, ''))
  .filter((folder) => folder !== 'renderer/features');

describe('the map of the house', () => {
  test('there are rooms to look for', () => expect(rooms.length).toBeGreaterThan(25));

  test.each(rooms)('has %s', (room) => expect(named).toContain(room));

  test.each([...new Set(named)])('names %s, which is there', (folder) =>
    expect(existsSync(folder)).toBe(true),
  );
});
