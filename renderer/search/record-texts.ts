/** The words that stand in a record, in the order of their weight for finding; the screen marks them where they stand. */
import { describedTexts } from '../../shared/model/described-texts.ts';
import type { ElementName } from '../../shared/model/elements.ts';
import { LINE_PREFIX } from '../../shared/model/record-types.ts';
import { fileOf, regionBodyOf, textOf, type Values } from '../../shared/model/record-values.ts';

/**
 * `body`: what was written about a region; `transcription`: a page written down by hand; `line`: a line of a reading that a
 * person put right; `file`: its name; `opening`: the first words of a text layer.
 */
export type FieldText = {
  readonly field: ElementName | 'body' | 'transcription' | 'line' | 'file' | 'opening';
  readonly text: string;
};

/** What a person wrote, titles first; then the name of the file and the first words of its text layer. */
export function textsOf(values: Values): FieldText[] {
  const found: FieldText[] = describedTexts(values).map(({ name, text }) => ({ field: name, text }));
  const rest = {
    body: regionBodyOf(values)?.value,
    transcription: textOf(values, 'transcription') ?? undefined,
    file: fileOf(values)?.name,
    opening: textOf(values, 'opening') ?? undefined,
  };
  for (const field of ['body', 'transcription', 'file', 'opening'] as const) {
    const text = rest[field];
    if (text !== undefined) found.push({ field, text });
  }
  for (const [field, text] of Object.entries(values)) {
    if (field.startsWith(LINE_PREFIX) && typeof text === 'string') found.push({ field: 'line', text });
  }
  return found.filter(({ text }) => text.trim() !== '');
}
