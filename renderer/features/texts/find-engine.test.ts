import { expect, test } from 'vitest';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { writeAlto } from '../../../shared/page-text/write-alto.ts';
import { createFindEngine } from './find-engine.ts';
import type { FindPage, FromFinder } from './find-messages.ts';

const SHA = 'a'.repeat(64);
const image = { sha256: SHA, index: 0 };
const textOf = (lines: readonly string[]): PageText => ({
  width: 1000,
  height: 1000,
  languages: ['kaz'],
  engine: 'test',
  blocks: [
    {
      place: { x: 0, y: 0, w: 1000, h: 1000 },
      lines: lines.map((line, l) => ({
        place: { x: 100, y: 100 * (l + 1), w: 800, h: 40 },
        words: line.split(' ').map((text, w) => ({
          text,
          place: { x: 100 + w * 200, y: 100 * (l + 1), w: 180, h: 40 },
          sure: 0.9,
        })),
      })),
    },
  ],
});

type Told = Extract<FromFinder, { kind: 'found' }>;

function engineOf(altos: Readonly<Record<string, string>>, own: PageText | null = null) {
  const told: Told[] = [];
  const loaded: string[] = [];
  const engine = createFindEngine({
    async load(sha256) {
      loaded.push(sha256);
      const alto = altos[sha256];
      if (alto === undefined) throw new Error('no such file');
      return alto;
    },
    own: async () => own,
    tell: (message) => {
      if (message.kind === 'found') told.push(message);
    },
  });
  const hits = async (query: string, pages: readonly FindPage[]) => {
    const from = told.length;
    await engine.find(told.length, query, pages);
    return told.slice(from).flatMap(({ pages: each }) => each);
  };
  return { engine, told, loaded, hits };
}

const page = (sha256: string, corrections: [string, string][] = [], onlyCorrected = false): FindPage => ({
  page: `page ${sha256}`,
  image,
  sources: [{ kind: 'reading', sha256, corrections, onlyCorrected }],
});

test('finds what a person put right and no longer what the machine read, with the place on the picture', async () => {
  const { hits } = engineOf({ one: writeAlto(textOf(['Нурлан келді']), `${SHA}/0`) });
  expect(await hits('нурлан', [page('one')])).toHaveLength(1);
  const right = page('one', [['b1l1', 'Нұрлан келді']]);
  expect(await hits('нурлан', [right])).toEqual([]);
  const [found] = await hits('нұрлан', [right]);
  expect(found?.hits[0]?.boxes).toEqual([{ x: 10, y: 10, w: 18, h: 4 }]);
});

test('a reading of a picture that was replaced is found without a place', async () => {
  const { hits } = engineOf({ one: writeAlto(textOf(['келді']), `${'b'.repeat(64)}/0`) });
  const [found] = await hits('келді', [page('one')]);
  expect(found?.hits).toHaveLength(1);
  expect(found?.hits[0]?.boxes).toEqual([]);
});

test('the same words at the same place in two readings are one hit; corrected lines of the other one count', async () => {
  const alto = writeAlto(textOf(['бір жол', 'eki жол']), `${SHA}/0`);
  const { hits } = engineOf({ one: alto, two: alto });
  const both: FindPage = {
    page: 'p',
    image,
    sources: [
      { kind: 'reading', sha256: 'one', corrections: [], onlyCorrected: false },
      { kind: 'reading', sha256: 'two', corrections: [['b1l2', 'екі жол']], onlyCorrected: true },
    ],
  };
  expect((await hits('жол', [both]))[0]?.hits).toHaveLength(2);
  expect((await hits('екі', [both]))[0]?.hits).toHaveLength(1);
});

test('texts are read once, also for another query; a damaged one is counted and stops nothing', async () => {
  const { hits, loaded, told } = engineOf({ one: writeAlto(textOf(['бір']), `${SHA}/0`), bad: '<alto>' });
  const pages = [page('one'), page('bad'), page('gone')];
  expect(await hits('бір', pages)).toHaveLength(1);
  expect(told.at(-1)).toMatchObject({ done: 3, failed: 2, isOver: true });
  await hits('б', pages);
  expect(loaded.filter((each) => each === 'one')).toHaveLength(1);
});

test('the text of the file itself, and one written by hand', async () => {
  const { hits } = engineOf({}, textOf(['өз мәтіні']));
  const both: FindPage = {
    page: 'p',
    image,
    sources: [{ kind: 'plain', text: 'қолмен\nжазылған' }, { kind: 'own' }],
  };
  expect((await hits('мәтіні', [both]))[0]?.hits[0]?.boxes).toHaveLength(1);
  expect((await hits('қолмен жаз', [both]))[0]?.hits[0]?.boxes).toEqual([]);
});

test('another query ends the one before: nothing is told of it any more', async () => {
  let release = () => undefined as void;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const told: number[] = [];
  const engine = createFindEngine({
    async load() {
      await gate;
      return writeAlto(textOf(['бір']), `${SHA}/0`);
    },
    own: async () => null,
    tell: (message) => {
      if (message.kind === 'found') told.push(message.no);
    },
  });
  const first = engine.find(1, 'бір', [page('one')]);
  const second = engine.find(2, 'бір', [page('one')]);
  release();
  await Promise.all([first, second]);
  expect(told).toEqual([2]);
});
