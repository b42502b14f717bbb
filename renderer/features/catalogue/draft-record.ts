/** From what a person typed in the dialog of a new record to its fields. Pure. */
import type { Json } from '../../../shared/json.ts';
import { elementOf } from '../../../shared/model/elements.ts';
import type { LayoutElement } from '../../../shared/model/layout.ts';
import { parseNumber, printNumber } from '../../../shared/model/number-part.ts';
import { LANGUAGES, type Language, type Level, type NumberPart } from '../../../shared/model/record-types.ts';
import { readField } from './field-text-reading.ts';
import { hasNumber } from './levels.ts';

/** What was typed, by field. */
export type RecordDraft = Readonly<Record<string, string>>;

/** What is asked for at once, besides what a template requires; the rest is filled in the inspector. */
const ASKED: Readonly<Partial<Record<Level, readonly string[]>>> = {
  unit: ['leafCount'],
  volume: ['leafCount'],
  document: ['leaves'],
};
/** Kinds of elements that are typed on one line. */
const TYPED: ReadonlySet<string> = new Set(['line', 'count', 'dates', 'leaves']);

/** The fields of the dialog, in their order. */
export function askedFields(level: Level, layout: readonly LayoutElement[]): readonly string[] {
  const required = layout.flatMap(({ name, required: isRequired, languages }): string[] => {
    if (!isRequired || name === 'number' || name === 'title') return [];
    const { kind } = elementOf(name);
    if (kind === 'texts') return languages.map((language) => `${name}/${language}`);
    return TYPED.has(kind) ? [name] : [];
  });
  const titles = LANGUAGES.map((language) => `title/${language}`);
  const all = [
    ...(hasNumber(level) ? ['number'] : []),
    ...titles,
    'dates',
    ...(ASKED[level] ?? []),
    ...required,
  ];
  return [...new Set(all)];
}

/** A document may go without a number; the levels above it are found by theirs. */
function problemOfNumber(text: string, level: Level): string | null {
  if (text.trim() === '') {
    return level === 'document' || level === 'section' || level === 'heading'
      ? null
      : 'problem.numberMissing';
  }
  return parseNumber(text) === null ? 'problem.numberUnread' : null;
}

/** What stands in the way of writing this field; null when nothing does. */
export function problemOfField(field: string, draft: RecordDraft, level: Level): string | null {
  const text = draft[field] ?? '';
  if (field === 'number') return problemOfNumber(text, level);
  const reading = readField(field, text);
  return 'problem' in reading ? reading.problem : null;
}

/**
 * The fields to write: those that the template begins with, under those that were typed. What was left empty is not
 * written at all.
 */
export function fieldsOfDraft(
  draft: RecordDraft,
  parent: string | null,
  presets: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const typed = Object.entries(draft).flatMap(([field, text]) => {
    const reading = readField(field, text);
    return 'value' in reading && reading.value !== null ? [[field, reading.value] as const] : [];
  });
  return { parent, ...presets, ...Object.fromEntries(typed) };
}

/** The number to offer for the next record after this one. */
export function numberAfter(text: string, language: Language): string {
  const number = parseNumber(text);
  return number === null ? '' : suggestedNumber({ ...number, num: number.num + 1 }, language);
}

/** Prefix and number alone: a letter or a volume is not carried on to the next. */
export function suggestedNumber({ prefix, num }: NumberPart, language: Language): string {
  return printNumber({ num, ...(prefix === undefined ? {} : { prefix }) }, language);
}
