/** What a batch edit would do to each record, before anything is written. Pure. */
import type { Json } from '../../../shared/json.ts';
import {
  ELEMENT_NAMES,
  elementOf,
  elementOfField,
  elementsOf,
  OFFERED_MEMBERS,
  type ElementName,
  type ElementOfKind,
} from '../../../shared/model/elements.ts';
import { fieldsOfElement } from '../../../shared/model/field-schemas.ts';
import { levelSchema, type Language } from '../../../shared/model/record-types.ts';
import { entriesOf, type Values } from '../../../shared/model/record-values.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import { fieldText, memberName, type Translate } from './field-text.ts';
import { readField, typedText } from './field-text-reading.ts';

/** `fill`: only where the field is empty; `replace`: one text by another inside it; `add`, `remove`: of sets and notes. */
type BatchMode = 'set' | 'fill' | 'replace' | 'clear' | 'add' | 'remove';

export type BatchPlan = {
  /** The name of a field, or of an element that has many: `scope/ru`, `status`, `languages`, `notes`. */
  readonly field: string;
  readonly mode: BatchMode;
  /** What to write, or to put in the place of `find`: a text, or the code of a word. */
  readonly text: string;
  readonly find: string;
  /** The id of the note to be added, the same on every record. */
  readonly noteId: string;
};

/** How values are shown. */
type Words = { readonly language: Language; readonly t: Translate };

type BatchChange<R extends RecordView> = {
  readonly record: R;
  readonly before: string;
  readonly after: string;
  /** What to write; asked for when it is written, because reading thousands of dates takes a second. */
  readonly fields: () => Readonly<Record<string, Json>>;
};

/** What a person may change of many records at once; what is each record's own (number, leaves, codes) is not among it. */
const NEVER: ReadonlySet<ElementName> = new Set<ElementName>([
  'number',
  'leaves',
  'letteredLeaves',
  'missedLeaves',
  'otherTitles',
  'otherCodes',
  'creators',
]);

/** The fields that may be changed of records of these types, titles first. */
export function batchFields(types: readonly string[]): readonly string[] {
  const levels = new Set(types.flatMap((type) => levelSchema.safeParse(type).data ?? []));
  const names = ELEMENT_NAMES.filter(
    (name) => !NEVER.has(name) && [...levels].some((level) => elementsOf(level).includes(name)),
  );
  const fields = names.flatMap((name): readonly string[] =>
    isRepeated(name) ? [name] : fieldsOfElement(name),
  );
  const titles = fields.filter((field) => field.startsWith('title/'));
  return [...titles, ...fields.filter((field) => !titles.includes(field))];
}

/** What may be done to a field. */
export function batchModes(field: string): readonly BatchMode[] {
  const kind = kindOf(field);
  if (kind === 'set' || kind === 'list') return ['add', 'remove'];
  if (kind === 'choice' || kind === 'flag' || kind === 'count') return ['set', 'fill', 'clear'];
  return ['set', 'fill', 'replace', 'clear'];
}

/** The records that would change, in their order; the others stay as they are. */
export function changesOf<R extends RecordView>(
  records: readonly R[],
  plan: BatchPlan,
  words: Words,
): BatchChange<R>[] {
  const name = elementOfField(plan.field);
  if (name === null) return [];
  const { kind, levels } = elementOf(name);
  const readings = new Map<string, Json>();
  const readOnce = (text: string) => {
    const known = readings.get(text) ?? readTyped(plan.field, text);
    readings.set(text, known);
    return known;
  };
  return records.flatMap((record) => {
    if (!levels.some((level) => level === record.t)) return [];
    const before = shownText(record.values, plan.field, words);
    if (kind === 'dates') {
      const typed = afterOf(before, plan);
      const fields = () => ({ [plan.field]: readOnce(typed) });
      return typed === before || typed.length > MOST_DATES ? [] : [{ record, before, after: typed, fields }];
    }
    const fields = fieldsAfter(record.values, plan, words.language);
    if (fields === null || !Object.entries(fields).every(([, value]) => fits(name, value))) return [];
    const after = shownText({ ...record.values, ...fields }, plan.field, words);
    return after === before ? [] : [{ record, before, after, fields: () => fields }];
  });
}

/** As the schema of dates has it. */
const MOST_DATES = 300;

function readTyped(field: string, text: string): Json {
  const reading = readField(field, text);
  return 'value' in reading ? reading.value : null;
}

/** Whether a value may stand in a field of this element; null and what a set holds always may. */
function fits(name: ElementName, value: Json): boolean {
  const { kind, schema } = elementOf(name);
  return value === null || kind === 'set' || schema.safeParse(value).success;
}

/** The edits of these changes. */
export function batchEdits(changes: readonly BatchChange<RecordView>[]): Edit[] {
  return changes.map(({ record, fields }) => setFields(record, fields()));
}

/** What to write into a record; null when nothing. */
function fieldsAfter(values: Values, plan: BatchPlan, language: Language): Record<string, Json> | null {
  const { field, text } = plan;
  switch (kindOf(field)) {
    case 'set':
      return memberAfter(values, plan);
    case 'list':
      return noteAfter(values, plan);
    case 'flag':
      return { [field]: plan.mode === 'clear' ? null : true };
    case 'choice': {
      const before = typedText(field, values[field], language);
      const after = afterOf(before, plan);
      return after === before ? null : { [field]: after === '' ? null : text };
    }
    default: {
      const before = typedText(field, values[field], language);
      const after = afterOf(before, plan);
      const reading = readField(field, after);
      return after === before || 'problem' in reading ? null : { [field]: reading.value };
    }
  }
}

function memberAfter(values: Values, { field, mode, text }: BatchPlan): Record<string, Json> | null {
  const member = `${field}/${text}`;
  const isIn = values[member] === true;
  const isKnown = OFFERED_MEMBERS[field as ElementOfKind<'set'>].includes(text);
  if (!isKnown || isIn === (mode === 'add')) return null;
  return { [member]: mode === 'add' };
}

function noteAfter(values: Values, plan: BatchPlan): Record<string, Json> | null {
  const text = plan.text.trim();
  if (text === '') return null;
  const same = entriesOf(values, 'notes').filter(({ value }) => value.text === text);
  if (plan.mode === 'remove') return Object.fromEntries(same.map(({ id }) => [`notes/${id}`, null]));
  return same.length > 0 ? null : { [`notes/${plan.noteId}`]: { text, isPublic: false } };
}

function afterOf(before: string, { mode, find, text }: BatchPlan): string {
  if (mode === 'clear') return '';
  if (mode === 'fill') return before || text.trim();
  // A function, so that `$&` in the text stands for itself.
  if (mode === 'replace') return find === '' ? before : before.replaceAll(find, () => text).trim();
  return text.trim() || before;
}

function shownText(values: Values, field: string, { language, t }: Words): string {
  const name = elementOfField(field);
  if (name === null || !isRepeated(name)) return fieldText(field, values[field] ?? null, language, t) ?? '';
  const own = Object.keys(values).filter((each) => each.startsWith(`${field}/`));
  const shown = own.sort().flatMap((each) => {
    const value = values[each] ?? null;
    if (elementOf(name).kind === 'set') {
      return value === true ? [memberName(name, each.slice(field.length + 1), t)] : [];
    }
    return fieldText(each, value, language, t) ?? [];
  });
  return shown.join(' · ');
}

function isRepeated(name: ElementName): boolean {
  const { kind } = elementOf(name);
  return kind === 'set' || kind === 'list';
}

function kindOf(field: string) {
  const name = elementOfField(field);
  return name === null ? null : elementOf(name).kind;
}
