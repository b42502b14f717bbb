/** What a record is found by: its codes, titles, tags, dates, other texts, file name and first words, in this order of weight. */
import { datesOf, numberOf, tagsOf, type Values } from '../../shared/model/record-values.ts';
import type { NumberPart } from '../../shared/model/record-types.ts';
import { codeTokens } from '../../shared/text/code-tokens.ts';
import { tokens } from '../../shared/text/tokens.ts';
import { textsOf, type FieldText } from './record-texts.ts';

/** The numbers along the way from the top down to a record: what its reference code is made of. */
export type CodePath = {
  readonly fonds?: NumberPart;
  readonly inventory?: NumberPart;
  readonly unit?: NumberPart;
};

/** The path below a record: the path above it with its own number in its place. */
export function pathBelow(above: CodePath, t: string, values: Values): CodePath {
  const number = numberOf(values);
  if (number === null) return above;
  if (t === 'fonds') return { fonds: number };
  if (t === 'inventory') return { ...above, inventory: number };
  if (t === 'unit') return { ...above, unit: number };
  return above;
}

/** The words of a record; `path` is the one below it, `tagWords` answers a tag's labels as words. */
export function wordsOfEntry(
  t: string,
  values: Values,
  path: CodePath,
  tagWords: (tag: string) => readonly string[],
): string[] {
  const { fonds, inventory, unit } = path;
  const words =
    fonds === undefined
      ? numberWords(values)
      : codeTokens({
          fonds,
          ...(inventory === undefined ? {} : { inventory }),
          ...(unit === undefined ? {} : { unit }),
        });
  // A volume's or a document's own number is not part of the code.
  if (t !== 'fonds' && t !== 'inventory' && t !== 'unit') words.push(...numberWords(values));
  const texts = textsOf(values);
  const isTitle = ({ field }: FieldText): boolean => field === 'title';
  for (const { text } of texts.filter(isTitle)) words.push(...tokens(text));
  for (const tag of tagsOf(values)) words.push(...tagWords(tag));
  words.push(...dateWords(values));
  for (const each of texts) if (!isTitle(each)) words.push(...tokens(each.text));
  // Queries never hold a joined code (`queryTokens` takes it apart), and every unit would add two words of its own.
  return words.filter((word) => !word.includes('/'));
}

function numberWords(values: Values): string[] {
  const number = numberOf(values);
  return number === null ? [] : tokens(`${number.prefix ?? ''}${number.num}${number.suffix ?? ''}`);
}

function dateWords(values: Values): string[] {
  const dates = datesOf(values);
  return dates === null ? [] : [...tokens(dates.written), ...tokens(dates.edtf ?? '')];
}
