/**
 * A person and the page-text index at work until they are killed: documents are read, lines put right, records thrown away, brought
 * back and moved, and now and then the index is made anew. Every page has a word of its own, and every line put right another.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { openTestIndex, type TestIndex } from '../../electron/services/text-index/fixture-index.ts';
import { lineField } from '../../shared/page-text/corrections.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { ownWord } from './text-index-kill-world.ts';

const MOST_PAGES = 25;

const [folder = '', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const index = await openTestIndex({ folder });
const documents: string[] = [];
const pages: string[] = [];
let words = 0;
console.log('begun');
for (;;) {
  await act(index);
  if (random.chance(0.5)) await wait(random.below(12));
}

async function act(to: TestIndex): Promise<void> {
  const chance = random.next();
  const some = [...pages, ...documents, to.places.unit, to.places.fonds];
  if (chance < 0.4 || pages.length === 0) {
    const made = await to.document(Array.from({ length: 1 + random.below(MOST_PAGES) }, text));
    documents.push(made.document);
    pages.push(...made.pages);
  } else if (chance < 0.65) await correct(to, random.pick(pages));
  else if (chance < 0.75) await to.bin(random.pick(some));
  else if (chance < 0.85) await to.restore(random.pick(some));
  else if (chance < 0.93) await to.set(random.pick(pages), to.reading(text()));
  else if (chance < 0.97) await to.set(random.pick(documents), { parent: to.places.unit });
  else if (chance < 0.98) to.loop().rebuild();
  else await to.settled();
}

async function correct(to: TestIndex, page: string): Promise<void> {
  const readings = Object.keys(to.journal.view(page).values).filter((field) => field.startsWith('texts/'));
  const reading = random.pick(readings).slice('texts/'.length);
  await to.set(page, { [lineField(reading, `b1l${1 + random.below(2)}`)]: `дұрыс ${word()}` });
}

function text(): string {
  return `ортақ ${word()} жол\nбасқа ${word()} сөз ${'қатар '.repeat(random.below(60))}`;
}

function word(): string {
  return ownWord(`${seed}x${process.pid}x${++words}`);
}
