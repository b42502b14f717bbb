/** How a record is called on the screen: its number by the custom of the language, then its title. Pure. */
import { printNumber } from '../../shared/model/number-part.ts';
import {
  fileOf,
  imageOf,
  labelOf,
  leavesOf,
  numberOf,
  textOf,
  titleOf,
  type Values,
} from '../../shared/model/record-values.ts';
import { regionTextOf } from '../../shared/model/region.ts';
import type { Language } from '../../shared/model/record-types.ts';
import { labelLeaves } from '../../shared/model/print-leaves.ts';
import { isSheaf } from '../../shared/model/sheaf.ts';
import { wordsOf } from '../../shared/query/synonym-groups.ts';
import { sourceLabel } from './source-label.ts';

/** Without an id a document is never taken for the sheaf of its unit. */
export type Labelled = { readonly id?: string; readonly t: string; readonly values: Values };
type Translate = (key: string, values: Record<string, unknown>) => string;

/** The last part of a file's path. */
function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** `Р-5-қор`, `Ф. Р-5`; empty when the record has no number. */
export function codeLabel(record: Labelled, language: Language, t: Translate): string {
  const number = numberOf(record.values);
  return number === null ? '' : t(`code.${record.t}`, { number: printNumber(number, language) });
}

/** The title alone: what a person wrote, else the file's or the page's own name; empty when there is none. */
export function titleLabel(record: Labelled, language: Language, t: Translate): string {
  const { values } = record;
  const isNamed = ['tag', 'template', 'search'].includes(record.t);
  const title = isNamed ? labelOf(values, language) : titleOf(values, language);
  if (title !== null) return title;
  if (record.t === 'page') return pageLabel(values, language, t);
  if (record.id !== undefined && isSheaf({ ...record, id: record.id })) return t('record.sheaf', {});
  const file = fileOf(values);
  if (file !== null) return fileNameOf(file.name);
  if (record.t === 'region') return regionTextOf(values).split('\n', 1)[0]?.trim() ?? '';
  if (record.t === 'synonyms') return wordsOf(values).join(', ');
  if (record.t === 'import') return sourceLabel(textOf(values, 'source') ?? '', t);
  return textOf(values, 'name') ?? '';
}

/** By its leaf, else by its file or its number in it. */
function pageLabel(values: Values, language: Language, t: Translate): string {
  const leaf = leavesOf(values, 'leaf');
  if (leaf !== null) return leaf.ranges === null ? leaf.written : labelLeaves(leaf.ranges, language);
  const file = fileOf(values);
  if (file !== null) return fileNameOf(file.name);
  return t('record.page', { number: (imageOf(values)?.index ?? 0) + 1 });
}

/** Number and title in one line; never empty. */
export function fullLabel(record: Labelled, language: Language, t: Translate): string {
  const parts = [codeLabel(record, language, t), titleLabel(record, language, t)].filter(
    (part) => part !== '',
  );
  return parts.length > 0 ? parts.join(' · ') : t('record.untitled', { level: t(`level.${record.t}`, {}) });
}
