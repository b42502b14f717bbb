/** Packs of pictures: a few on their way, each told by what the centre said of it; scans wait as long as one goes. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { PicturesTaken } from '../../../../shared/sync/files/wire-files.ts';
import type { WantedPicture } from './files-calls.ts';
import { createPacks, keyOf } from './picture-packs.ts';
import { createLine } from './taken-line.ts';

const PICTURE = 2 ** 20;
const key = (n: number): WantedPicture => ({
  master: n.toString(16).padStart(64, '0'),
  page: 0,
  size: 'thumb',
});

/** A centre that answers a pack when it is told to, the last one first. */
function setUp() {
  const waiting: ((answer: Result<PicturesTaken, string>) => void)[] = [];
  const told = new Map<string, string>();
  let [sent, most] = [0, 0];
  const line = createLine();
  const packs = createPacks(
    {
      store: {
        async picturesTold({ pictures, state }) {
          for (const each of pictures) told.set(keyOf(each), state);
          return null;
        },
      },
      centre: {
        sendPictures() {
          const { promise, resolve } = Promise.withResolvers<Result<PicturesTaken, string>>();
          waiting.push(resolve);
          sent++;
          most = Math.max(most, waiting.length);
          return promise;
        },
      },
      countBytes: () => undefined,
    },
    new AbortController().signal,
    line,
  );
  return {
    packs,
    line,
    told,
    sent: () => sent,
    most: () => most,
    answer: (answer: Result<PicturesTaken, string>) => waiting.pop()?.(answer),
  };
}

it('all packs go, three at a time, and each picture is told for what it is', async () => {
  const { packs, line, told, most, answer } = setUp();
  const refused = { ...key(3), code: 'NOT_NAMED' };
  const work = (async () => {
    for (let n = 0; n < 20; n++) {
      const end = await packs.add(key(n), randomBytes(PICTURE));
      if (end !== null) return end;
    }
    return packs.end();
  })();
  let isQuiet = false;
  const ended = work.then((end) => [end, isQuiet]);
  const asked = line.quiet();
  await new Promise(setImmediate);
  void line.quiet().then(() => (isQuiet = true));
  while (told.size < 20) {
    answer(ok({ taken: 4, refused: [refused] }));
    await new Promise(setImmediate);
  }
  expect(await ended).toEqual([null, true]);
  await asked;
  await line.quiet();
  expect(most()).toBe(3);
  expect([...told.values()].filter((state) => state === 'later')).toHaveLength(1);
  expect(told.get(keyOf(refused))).toBe('later');
});

it('after a pack that did not go no other is begun, and those on their way are waited for', async () => {
  const { packs, sent, answer } = setUp();
  const ends: (string | null)[] = [];
  for (let n = 0; n < 12; n++) ends.push(await packs.add(key(n), randomBytes(PICTURE)));
  const next = packs.end();
  answer(fail('OFFLINE'));
  answer(ok({ taken: 4, refused: [] }));
  let isEnded = false;
  void next.then(() => (isEnded = true));
  await new Promise(setImmediate);
  expect(isEnded).toBe(false);
  answer(ok({ taken: 4, refused: [] }));
  expect(await next).toBe('OFFLINE');
  await packs.idle();
  expect(ends.every((end) => end === null)).toBe(true);
  expect(sent()).toBe(3);
});

it('the line is quiet when everyone has given it free', async () => {
  const line = createLine();
  await line.quiet();
  const [one, other] = [line.take(), line.take()];
  let isQuiet = false;
  const quiet = line.quiet().then(() => (isQuiet = true));
  one();
  one();
  await new Promise(setImmediate);
  expect(isQuiet).toBe(false);
  other();
  await quiet;
  expect(isQuiet).toBe(true);
});
