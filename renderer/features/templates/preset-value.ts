/** The default value of a template's field as text and back. Pure. */
import type { Json } from '../../../shared/json.ts';
import { elementOf, type ElementName } from '../../../shared/model/elements.ts';
import type { Language } from '../../../shared/model/record-types.ts';

/** The text that stands in the field: of a text in several languages that of the window. */
export function textOfPreset(name: ElementName, preset: Json, language: Language): string {
  const value = elementOf(name).kind === 'texts' ? textsOf(preset)[language] : preset;
  return typeof value === 'string' ? value : '';
}

/** The preset with another text; null when nothing is left of it. */
export function withTextOfPreset(name: ElementName, preset: Json, language: Language, text: string): Json {
  if (elementOf(name).kind !== 'texts') return text.trim() === '' ? null : text;
  const others = Object.entries(textsOf(preset)).filter(([each]) => each !== language);
  const texts = text.trim() === '' ? others : [...others, [language, text] as const];
  return texts.length === 0 ? null : Object.fromEntries(texts);
}

/** The members of a set. */
export function membersOfPreset(preset: Json): string[] {
  return Array.isArray(preset) ? preset.filter((member): member is string => typeof member === 'string') : [];
}

function textsOf(preset: Json): Readonly<Record<string, Json>> {
  return typeof preset === 'object' && preset !== null && !Array.isArray(preset)
    ? (preset as Readonly<Record<string, Json>>)
    : {};
}
