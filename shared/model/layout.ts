/**
 * Which elements of description a record shows, in which order, and which of them must be filled: by its template, or
 * else by what every level shows without one. A template hides nothing that was written: the screens show that below.
 */
import type { Json } from '../json.ts';
import { checkFields } from './check-fields.ts';
import { elementOf, elementsOf, isElementName, type ElementName } from './elements.ts';
import { languageSchema, type Language, type Level } from './record-types.ts';
import { templateElementsOf, templateLevelOf, type Values } from './record-values.ts';

export type LayoutElement = {
  readonly name: ElementName;
  readonly required: boolean;
  /** The languages that a required text must be in; none: any one will do. */
  readonly languages: readonly Language[];
  /** What a new record begins with; null for nothing. */
  readonly preset: Json;
};

/** What every level asks for without a template: enough to find a record again. */
const ALWAYS_REQUIRED: Readonly<Partial<Record<Level, readonly ElementName[]>>> = {
  fonds: ['number', 'title'],
  inventory: ['number', 'title'],
  unit: ['number', 'title', 'dates'],
  volume: ['number'],
};

/** These stand in every layout: a record is known by them. */
const ALWAYS_SHOWN: readonly ElementName[] = ['number', 'title'];

/** The layout of a level without a template. */
export function usualLayout(level: Level): readonly LayoutElement[] {
  return elementsOf(level).map((name) => ({
    name,
    required: ALWAYS_REQUIRED[level]?.includes(name) === true,
    languages: [],
    preset: null,
  }));
}

/** The layout by a template's values; a template of another level, or one that shows nothing, counts as none. */
export function layoutOf(level: Level, template: Values | null): readonly LayoutElement[] {
  const usual = usualLayout(level);
  if (template === null || templateLevelOf(template) !== level) return usual;
  const shown = templateElementsOf(template).flatMap(({ id, value }) => {
    const isOfLevel = isElementName(id) && elementOf(id).levels.includes(level);
    return isOfLevel ? [{ name: id, ...value }] : [];
  });
  if (shown.length === 0) return usual;
  const always = usual.filter(
    ({ name }) => ALWAYS_SHOWN.includes(name) && !shown.some((each) => each.name === name),
  );
  return [...always, ...shown];
}

/** What is missing: an element, and the language that it lacks where its text must be in a certain one. */
export type Missing = { readonly name: ElementName; readonly language: Language | null };

/** The required elements that a record lacks, in the order of the layout. */
export function missingOf(values: Values, layout: readonly LayoutElement[]): Missing[] {
  return layout.flatMap(({ name, required, languages }): Missing[] => {
    if (!required) return [];
    if (elementOf(name).kind === 'texts' && languages.length > 0) {
      const lacking = languages.filter((language) => !isFilled(values[`${name}/${language}`]));
      return lacking.map((language) => ({ name, language }));
    }
    return hasElement(values, name) ? [] : [{ name, language: null }];
  });
}

/** Whether anything is written in an element of a record: in any language, any entry, any member. */
export function hasElement(values: Values, name: ElementName): boolean {
  return fieldsIn(values, name).length > 0;
}

/** The filled fields of an element: `notes/<id>`, `scope/kk`, `extent`. */
export function fieldsIn(values: Values, name: ElementName): string[] {
  const kind = elementOf(name).kind;
  const isRepeated = kind === 'texts' || kind === 'set' || kind === 'list';
  const own = isRepeated
    ? Object.keys(values).filter((field) => field.startsWith(`${name}/`))
    : Object.keys(values).filter((field) => field === name);
  return own.filter((field) => isFilled(values[field]));
}

function isFilled(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  return typeof value !== 'string' || value.trim() !== '';
}

/**
 * The fields that a new record begins with by a layout; what does not fit its element is left out. `newId` gives the
 * entries of lists their ids.
 */
export function presetFields(
  level: Level,
  layout: readonly LayoutElement[],
  newId: () => string,
): Record<string, Json> {
  const fields = layout.flatMap(({ name, preset }) => fieldsOfPreset(name, preset, newId));
  return Object.fromEntries(
    fields.filter(([field, value]) => isFilled(value) && checkFields(level, { [field]: value }).ok),
  );
}

/** A text by language, the members of a set, the entries of a list; or the value itself. */
function fieldsOfPreset(name: ElementName, preset: Json, newId: () => string): [string, Json][] {
  if (preset === null) return [];
  const { kind } = elementOf(name);
  if (kind === 'texts') {
    const texts = Object.entries(isObject(preset) ? preset : {});
    return texts
      .filter(([language]) => languageSchema.safeParse(language).success)
      .map(([language, text]) => [`${name}/${language}`, text]);
  }
  if (kind === 'set') {
    const members = Array.isArray(preset) ? preset : [];
    const words = members.filter((member) => typeof member === 'string');
    return words.map((member) => [`${name}/${member}`, true]);
  }
  if (kind === 'list') {
    const entries = Array.isArray(preset) ? preset : [];
    return entries.map((entry): [string, Json] => [`${name}/${newId()}`, entry as Json]);
  }
  return [[name, preset]];
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
