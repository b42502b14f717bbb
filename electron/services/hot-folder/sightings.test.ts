import { array, assert, constantFrom, integer, property, record, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSightings, HOLD_MS, markOf, REFUSE_MS, type Stat } from './sightings.ts';

const STEP_MS = 60;

/** A folder that is not on any disk: what lies in it, and what is whole. */
function world(isInOrder = true) {
  const files = new Map<string, Stat & { whole: boolean; code?: string; mayPass?: boolean }>();
  const sightings = createSightings(() => isInOrder);
  const taken: string[] = [];
  const refused: string[] = [];
  let at = 0;
  let ino = 1;

  function look(): void {
    at += STEP_MS;
    const names = [...files.keys()];
    const stats = new Map(sightings.toStat(names).map((name) => [name, files.get(name) ?? null]));
    for (const file of sightings.see({ at, names, stats })) {
      const there = files.get(file.name);
      const isWhole = there?.whole === true && markOf(there) === file.mark;
      const { code = 'TRUNCATED', mayPass = false } = there ?? {};
      sightings.hear(file, isWhole ? { isWhole } : { isWhole: false, code, mayPass }, at);
    }
    taken.push(...sightings.takeReady(at).map(({ name }) => name));
    refused.push(...sightings.takeRefused(at).map(({ name, code }) => `${name} ${code}`));
  }

  return {
    sightings,
    taken,
    refused,
    put(
      name: string,
      size: number,
      whole: boolean,
      more: { mtimeMs?: number; ino?: number; code?: string; mayPass?: boolean } = {},
    ) {
      files.set(name, { size, whole, mtimeMs: at, ino: files.get(name)?.ino ?? ino++, ...more });
    },
    remove: (name: string) => files.delete(name),
    rename(from: string, to: string) {
      const file = files.get(from);
      if (file === undefined) throw new Error(from);
      files.delete(from);
      files.set(to, file);
    },
    look,
    wait(ms: number) {
      for (let passed = 0; passed < ms; passed += STEP_MS) look();
    },
  };
}

describe('a file that is being written', () => {
  it('is taken once when it is whole and has been the same for a while', () => {
    const folder = world();
    folder.put('1.tif', 100, false);
    folder.look();
    folder.put('1.tif', 200, false);
    folder.wait(3 * STEP_MS);
    expect(folder.taken).toEqual([]);
    folder.put('1.tif', 300, true);
    folder.wait(4 * STEP_MS);
    expect(folder.taken).toEqual(['1.tif']);
    folder.wait(REFUSE_MS * 2);
    expect(folder).toMatchObject({ taken: ['1.tif'], refused: [] });
  });

  it('is taken when only looking into it tells that more has come', () => {
    const folder = world();
    folder.put('1.tif', 100, false, { mtimeMs: 7 });
    folder.wait(1000);
    // Neither size nor time have changed, as on a disk that tells them late.
    folder.put('1.tif', 100, true, { mtimeMs: 7 });
    folder.wait(1000);
    expect(folder.taken).toEqual(['1.tif']);
  });

  it('keeps a later one waiting, but not for long once it stands still', () => {
    const folder = world();
    folder.put('1.tif', 100, false);
    folder.look();
    folder.put('2.tif', 100, true);
    for (let size = 200; size < 3000; size += 100) {
      folder.put('1.tif', size, false);
      folder.wait(4 * STEP_MS);
    }
    expect(folder.taken).toEqual([]);
    folder.wait(HOLD_MS + 1000);
    expect(folder).toMatchObject({ taken: ['2.tif'], refused: [] });
    folder.put('1.tif', 4000, true);
    folder.wait(1000);
    expect(folder.taken).toEqual(['2.tif', '1.tif']);
  });

  it('keeps nobody waiting where names tell the leaf', () => {
    const folder = world(false);
    folder.put('1.tif', 100, false);
    folder.put('2.tif', 100, true);
    folder.wait(4 * STEP_MS);
    expect(folder.taken).toEqual(['2.tif']);
  });
});

describe('a file that will not do', () => {
  it.each([
    ['EMPTY', 0],
    ['BROKEN', 500],
    ['TRUNCATED', 500],
  ])('is refused as %s once, and taken when it is mended', (code, size) => {
    const folder = world();
    folder.put('1.tif', size, false, { code });
    folder.wait(REFUSE_MS * 3);
    expect(folder).toMatchObject({ taken: [], refused: [`1.tif ${code}`] });
    expect(folder.sightings.waiting()).toBe(0);
    folder.put('1.tif', 600, true);
    folder.wait(1000);
    expect(folder.taken).toEqual(['1.tif']);
  });

  it('is asked for again when another program only held it', () => {
    const folder = world();
    folder.put('1.tif', 500, false, { code: 'UNREADABLE', mayPass: true, mtimeMs: 1 });
    folder.wait(REFUSE_MS + 1000);
    expect(folder.refused).toEqual(['1.tif UNREADABLE']);
    folder.put('1.tif', 500, true, { mtimeMs: 1 });
    folder.wait(6000);
    expect(folder).toMatchObject({ taken: ['1.tif'], refused: ['1.tif UNREADABLE'] });
  });
});

describe('names', () => {
  it.each(['1.tif.tmp', '~1.tif', '1.tif~', '1.part', '.1.tif', 'Thumbs.db', '1.TMP'])(
    '%s is nobody’s page',
    (name) => {
      const folder = world();
      folder.put(name, 100, true);
      folder.wait(REFUSE_MS * 2);
      expect(folder).toMatchObject({ taken: [], refused: [] });
      expect(folder.sightings.waiting()).toBe(0);
    },
  );

  it('a file that is renamed into its place is taken at once', () => {
    const folder = world();
    folder.put('1.tif.tmp', 100, true);
    folder.look();
    folder.rename('1.tif.tmp', '1.tif');
    folder.look();
    expect(folder.taken).toEqual(['1.tif']);
  });

  it('two files at once stand in the order in which they were written, and then of their names', () => {
    const folder = world();
    folder.put('10.tif', 100, true, { mtimeMs: 5 });
    folder.put('9.tif', 100, true, { mtimeMs: 5 });
    folder.put('1.tif', 100, true, { mtimeMs: 6 });
    folder.wait(1000);
    expect(folder.taken).toEqual(['9.tif', '10.tif', '1.tif']);
  });
});

describe('what lay there before', () => {
  it('is left alone until somebody wants it, and comes in the order of names', () => {
    const folder = world();
    const names = ['b.tif', 'a10.tif', 'a9.tif'];
    for (const name of names) folder.put(name, 100, true, { mtimeMs: 3 });
    folder.sightings.settle(
      names.map((name) => ({ name, mark: markOf({ size: 100, mtimeMs: 3 }), size: 100 })),
    );
    folder.wait(1000);
    expect(folder.taken).toEqual([]);
    folder.sightings.unsettle(names);
    folder.wait(1000);
    expect(folder.taken).toEqual(['a9.tif', 'a10.tif', 'b.tif']);
  });

  it('is a new file when it is written anew, and not when its disk was away', () => {
    const folder = world();
    folder.put('1.tif', 100, true, { mtimeMs: 3 });
    folder.wait(1000);
    folder.remove('1.tif');
    folder.wait(1000);
    folder.put('1.tif', 100, true, { mtimeMs: 3 });
    folder.wait(1000);
    expect(folder.taken).toEqual(['1.tif']);
    folder.put('1.tif', 101, true, { mtimeMs: 9 });
    folder.wait(1000);
    expect(folder.taken).toEqual(['1.tif', '1.tif']);
  });

  it('is a new file when its name was given free', () => {
    const folder = world();
    folder.put('1.tif', 100, true, { mtimeMs: 3 });
    folder.wait(1000);
    folder.remove('1.tif');
    folder.sightings.forget('1.tif');
    folder.put('1.tif', 100, true, { mtimeMs: 3 });
    folder.wait(1000);
    expect(folder.taken).toEqual(['1.tif', '1.tif']);
  });

  it('is asked for a slice at a time: 10,000 files cost a look no more than 200 questions', () => {
    const folder = world();
    const names = Array.from({ length: 10_000 }, (_, i) => `${i}.tif`);
    folder.sightings.settle(names.map((name) => ({ name, mark: '1 1', size: 1 })));
    const asked = new Set<string>();
    for (let i = 0; i < 51; i++) {
      const some = folder.sightings.toStat(names);
      expect(some.length).toBeLessThanOrEqual(200);
      for (const name of some) asked.add(name);
    }
    expect(asked.size).toBe(10_000);
  });
});

/** A scanner at work: each file is begun, written in pieces, and at its end whole; files overlap. */
const files = uniqueArray(
  record({
    name: integer({ min: 1, max: 400 }),
    pieces: integer({ min: 1, max: 6 }),
    way: constantFrom('grows', 'renamed', 'at once'),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 12 },
);

describe('whatever a scanner does', () => {
  it('each file is taken exactly once, never before it is whole, in the order in which they were begun', () => {
    assert(
      property(files, array(integer({ min: 1, max: 4 }), { maxLength: 40 }), (scans, looks) => {
        const folder = world();
        let turn = 0;
        const breathe = () => {
          for (let i = 0; i < (looks[turn++ % Math.max(1, looks.length)] ?? 1); i++) folder.look();
        };
        for (const { name, pieces, way } of scans) {
          const final = `${name}.tif`;
          const first = way === 'renamed' ? `${name}.tmp` : final;
          if (way !== 'at once')
            for (let piece = 1; piece <= pieces; piece++) {
              folder.put(first, piece * 10, false);
              breathe();
            }
          folder.put(first, 1000 + name, true);
          if (way === 'renamed') {
            breathe();
            folder.rename(first, final);
          }
          breathe();
        }
        folder.wait(REFUSE_MS);
        expect(folder.taken).toEqual(scans.map(({ name }) => `${name}.tif`));
        expect(folder.refused).toEqual([]);
        folder.wait(REFUSE_MS);
        expect(folder.taken).toHaveLength(scans.length);
      }),
      { numRuns: 200 },
    );
  });
});
