/** The words that stand in a record, in the order of their weight for finding; the screen marks them where they stand. */
import { describedTexts } from '../../shared/model/described-texts.ts';
import type { ElementName } from '../../shared/model/elements.ts';
import { fileOf, regionBodyOf, textOf, type Values } from '../../shared/model/record-values.ts';

/** `body`: what was written about a region; `file`: its name; `opening`: the first words of a text layer. */
export type FieldText = { readonly field: ElementName | 'body' | 'file' | 'opening'; readonly text: string };

/** What a person wrote, titles first; then the name of the file and the first words of its text layer. */
export function textsOf(values: Values): FieldText[] {
  const found: FieldText[] = describedTexts(values).map(({ name, text }) => ({ field: name, text }));
  const rest = {
    body: regionBodyOf(values)?.value,
    file: fileOf(values)?.name,
    opening: textOf(values, 'opening') ?? undefined,
  };
  for (const field of ['body', 'file', 'opening'] as const) {
    const text = rest[field];
    if (text !== undefined) found.push({ field, text });
  }
  return found.filter(({ text }) => text.trim() !== '');
}
