import { expect, test } from 'vitest';
import { LOOK_ALIKE_ENGINE, spoil } from '../../../test/fixtures/noise/lossy-engine.ts';
import { seededRandom } from '../../../test/fixtures/seeded-random.ts';
import { lostPages } from './lost-pages.ts';
import { openTextStore } from './store.ts';

const SOUND = [
  'Ауылдық кеңестің жиналысында егін жинау жұмыстары мен мал қорасын дайындау мәселесі қаралды.',
  'Баяндамашы үш бригаданың екеуі ғана түнгі ауысымға көшкенін, молотилканың белдігі үзілгенін айтты.',
  'Қаулы етілді: бригадирлер күн сайын кешкі сағат сегізде мәлімет берсін, қырмандағы астық күзетілсін.',
].join('\n');
const LOST = spoil(SOUND, { engine: LOOK_ALIKE_ENGINE, rate: 1 }, seededRandom(3));
const DOCUMENT = '01900000-0000-7000-8000-000000000000';
const BINNED = '01900000-0000-7000-8000-000000000001';

function idOf(no: number): string {
  return `01910000-0000-7000-8000-${String(no).padStart(12, '0')}`;
}

test('pages that lost their letters are told with what is left of them, and those that nobody may find are not', async () => {
  const store = openTextStore(':memory:');
  const page = { under: DOCUMENT, kind: 'read' as const, sure: null, engine: null };
  store.putNodes([{ id: BINNED, t: 'document', parent: null, deleted: true }]);
  store.put([
    { ...page, page: idOf(1), text: SOUND, source: 'read a' },
    { ...page, page: idOf(2), text: LOST, source: 'read b' },
    { ...page, page: idOf(3), text: LOST, source: 'own c 0', kind: 'typed' },
    { ...page, page: idOf(4), text: LOST, source: 'own d 0', under: BINNED },
    { ...page, page: idOf(5), text: null },
  ]);
  const found = await lostPages(store);
  expect(found).toEqual([
    { page: idOf(2), kept: expect.any(Number), noise: 'heavy', isOwn: false },
    { page: idOf(3), kept: expect.any(Number), noise: 'heavy', isOwn: true },
  ]);
  for (const { kept } of found) expect(kept).toBeLessThan(0.02);
  store.close();
});
