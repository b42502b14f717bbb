/** From what a person typed in the dialog of a new record to its fields. Pure. */
import type { Json } from '../../../shared/json.ts';
import { readDates } from '../../../shared/model/dates.ts';
import { parseNumber } from '../../../shared/model/number-part.ts';
import { LANGUAGES, type Language, type Level } from '../../../shared/model/record-types.ts';
import { plainJson } from '../../ui/plain-json.ts';

export type RecordDraft = {
  readonly number: string;
  readonly titles: Readonly<Record<Language, string>>;
  readonly dates: string;
};

export const EMPTY_DRAFT: RecordDraft = { number: '', titles: { kk: '', ru: '', en: '' }, dates: '' };

/** A document may go without a number; the levels above it are found by theirs. */
export function problemOfNumber(text: string, level: Level): string | null {
  if (text.trim() === '') {
    return level === 'document' || level === 'section' || level === 'heading'
      ? null
      : 'problem.numberMissing';
  }
  return parseNumber(text) === null ? 'problem.numberUnread' : null;
}

/** The fields to write; what was left empty is not written at all. */
export function fieldsOfDraft(draft: RecordDraft, parent: string | null): Record<string, Json> {
  const number = parseNumber(draft.number);
  const titles = LANGUAGES.filter((language) => draft.titles[language].trim() !== '').map(
    (language) => [`title/${language}`, draft.titles[language].trim()] as const,
  );
  return {
    parent,
    ...(number === null ? {} : { number: plainJson(number) }),
    ...Object.fromEntries(titles),
    ...(draft.dates.trim() === '' ? {} : { dates: plainJson(readDates(draft.dates)) }),
  };
}
