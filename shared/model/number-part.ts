/** The number of a single fonds, inventory, unit or volume, as people type and read it. */
import { cleanCode, scanCode } from './code-scanner.ts';
import { readNumberPart, readVolumeBehind, readVolumeInFront } from './read-number-part.ts';
import type { Language, NumberPart } from './record-types.ts';

/** Reads `5`, `Р-5`, `1а`, `2-л/с`, `45 т. 2`, `45, 2-том`; null when it is no number. Never throws. */
export function parseNumber(text: string): NumberPart | null {
  const tokens = scanCode(cleanCode(text));
  const number = readNumberPart(tokens, 0);
  if (number === null) return null;
  if (number.next === tokens.length) return number.value;
  const volume = readVolumeBehind(tokens, number.next) ?? readVolumeInFront(tokens, number.next);
  return volume?.next === tokens.length ? { ...number.value, volume: volume.value } : null;
}

/** Prints a number so that `parseNumber` reads it back: `Р-5`, `1а`, `2-л/с`, `45 т. 2`. */
export function printNumber(number: NumberPart, language: Language = 'ru'): string {
  const plain = printPlainNumber(number);
  if (number.volume === undefined) return plain;
  if (language === 'kk') return `${plain}, ${number.volume}-том`;
  return `${plain} ${language === 'en' ? 'vol.' : 'т.'} ${number.volume}`;
}

/** The same without its volume. */
export function printPlainNumber({ prefix, num, suffix }: NumberPart): string {
  const before = prefix === undefined ? '' : `${prefix}-`;
  if (suffix === undefined) return `${before}${num}`;
  return suffix.length === 1 ? `${before}${num}${suffix}` : `${before}${num}-${suffix}`;
}
