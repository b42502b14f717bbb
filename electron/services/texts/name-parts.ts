/** What a record is called where there is no window to say it: in the names of files, in the titles of jobs. */
import { printNumber } from '../../../shared/model/number-part.ts';
import { fileOf, leavesOf, numberOf, titleOf, type Values } from '../../../shared/model/record-values.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';
import { createAbove } from './pages-below.ts';

/** `Р-5`, `1`, `123`: the numbers from the fonds down; what has none is called by its title or by its file. */
export async function nameParts(journal: Pick<Journal, 'state'>, named: RecordView): Promise<string[]> {
  const chain = await createAbove(journal).chain(named.id);
  const numbers = chain.flatMap(({ values }) => {
    const number = numberOf(values);
    return number === null ? [] : [printNumber(number)];
  });
  const own = numberOf(named.values) === null ? [ownName(chain.map(({ values }) => values))] : [];
  return [...numbers.reverse(), ...own].filter((part) => part !== '');
}

/** `chain`: the record and those above it; a page goes by its leaf, else by the file that it is of. */
function ownName(chain: readonly Values[]): string {
  const [own = {}] = chain;
  const leaf = leavesOf(own, 'leaf') ?? leavesOf(own, 'leaves');
  const file = chain.flatMap((values) => fileOf(values) ?? []).at(0);
  const name = file?.name
    .split('/')
    .at(-1)
    ?.replace(/\.[^.]+$/u, '');
  return leaf?.written ?? titleOf(own, 'kk') ?? name ?? '';
}
