/** In which languages a document is read when nobody says otherwise: those of its description, else those chosen last. */
import { z } from 'zod';
import { textOf, type Values } from '../../../shared/model/record-values.ts';

const KEY = 'qoima.reading';
const rememberedSchema = z
  .array(z.string().regex(/^[a-z]{3}$/))
  .min(1)
  .max(3);
const SET = 'languages/';

/** The main one first. */
export function chosenLanguages(values: Values): string[] {
  const described = Object.keys(values)
    .filter((field) => field.startsWith(SET) && values[field] === true)
    .map((field) => field.slice(SET.length));
  if (described.length > 0) return described.slice(0, 3);
  const remembered = recall();
  if (remembered !== null) return remembered;
  // Most titles are written in the language of the document.
  return textOf(values, 'title/kk') === null && textOf(values, 'title/ru') !== null ? ['rus'] : ['kaz'];
}

export function rememberLanguages(languages: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(languages));
  } catch {
    // A full or closed storage only means that it is asked anew.
  }
}

function recall(): string[] | null {
  try {
    const read = rememberedSchema.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
