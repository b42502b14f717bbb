/** In which languages a document is read: as it or what is above it says, else as was chosen last. */
import { readAsOf } from '../../../shared/model/read-as.ts';
import { readAsSchema } from '../../../shared/model/reading-model.ts';
import { textOf, type Values } from '../../../shared/model/record-values.ts';

const KEY = 'qoima.reading';

/** The main one first; `above`: the records above the document, the nearest first. */
export function chosenLanguages(values: Values, above: readonly { readonly values: Values }[]): string[] {
  const said = readAsOf([{ values }, ...above]);
  if (said !== null) return [...said.models];
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
    const read = readAsSchema.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
