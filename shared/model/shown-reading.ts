/**
 * Which of a page's readings is its text: the one that a person chose, else the newest that a person corrected, else the
 * newest. So reading again never takes away what somebody wrote. Pure.
 */
import { correctedTexts } from '../page-text/corrections.ts';
import type { RecognisedText } from './record-types.ts';
import { textsOf, type Values } from './record-values.ts';

export type Reading = { readonly id: string; readonly text: RecognisedText };

export type ShownReading = Reading & { readonly because: 'chosen' | 'corrected' | 'newest' };

/** Null when the page has no text. */
export function shownReadingOf(values: Values): ShownReading | null {
  const readings = textsOf(values);
  const chosen = readings.find(({ id }) => id === values['reading']);
  if (chosen !== undefined) return { ...chosen, because: 'chosen' };
  const byHand = correctedTexts(values);
  const corrected = readings.find(({ id }) => byHand.has(id));
  if (corrected !== undefined) return { ...corrected, because: 'corrected' };
  const [newest] = readings;
  return newest === undefined ? null : { ...newest, because: 'newest' };
}
