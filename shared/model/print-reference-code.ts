/** Prints a reference code in the three languages; `parseReferenceCode` reads each of them back to the same code. */
import { printNumber, printPlainNumber } from './number-part.ts';
import { labelLeaves, printLeafRanges, takesShortWord } from './print-leaves.ts';
import type { Language } from './record-types.ts';
import type { ReferenceCode } from './reference-code.ts';

/**
 * Russian by GOST R 7.0.5-2008 §11 (`Ф. Р-5. Оп. 1. Д. 123. Л. 45 об.`), Kazakh `Р-5-қор, 1-тізімдеме, 123-іс, 45-парақ (арты)`,
 * English `F. Р-5, op. 1, d. 123, l. 45v`: the numbers themselves stay in their own letters.
 */
export function printReferenceCode(code: ReferenceCode, language: Language): string {
  const body = bodyOf(code, language);
  if (code.archive === undefined) return body;
  return language === 'ru' ? `${code.archive}. ${body}` : `${code.archive}, ${body}`;
}

function bodyOf(code: ReferenceCode, language: Language): string {
  if (language === 'kk') return printKazakh(code).join(', ');
  if (language === 'en') return printLabelled(code, 'en', ['F.', 'op.', 'd.', 'l.', 'll.']).join(', ');
  return printLabelled(code, 'ru', ['Ф.', 'Оп.', 'Д.', 'Л.', 'Лл.']).join('. ');
}

type Labels = readonly [fonds: string, inventory: string, unit: string, leaf: string, leaves: string];

function printLabelled(code: ReferenceCode, language: 'ru' | 'en', labels: Labels): string[] {
  const [fonds, inventory, unit, leaf, leaves] = labels;
  const printed = [`${fonds} ${printPlainNumber(code.fonds)}`];
  if (code.inventory !== undefined) printed.push(`${inventory} ${printPlainNumber(code.inventory)}`);
  if (code.unit !== undefined) printed.push(`${unit} ${printNumber(code.unit, language)}`);
  if (code.leaves !== undefined && code.leaves.length > 0) {
    const word = takesShortWord(code.leaves, language) ? leaf : leaves;
    printed.push(`${word} ${printLeafRanges(code.leaves, language)}`);
  }
  return printed;
}

function printKazakh(code: ReferenceCode): string[] {
  const printed = [`${printPlainNumber(code.fonds)}-қор`];
  if (code.inventory !== undefined) printed.push(`${printPlainNumber(code.inventory)}-тізімдеме`);
  if (code.unit !== undefined) {
    printed.push(`${printPlainNumber(code.unit)}-іс`);
    if (code.unit.volume !== undefined) printed.push(`${code.unit.volume}-том`);
  }
  if (code.leaves !== undefined && code.leaves.length > 0) printed.push(labelLeaves(code.leaves, 'kk'));
  return printed;
}
