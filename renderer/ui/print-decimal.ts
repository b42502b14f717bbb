/** Numbers with a fraction as people write them. Chromium has no Kazakh customs and would write American ones. */
export function printDecimal(value: number, language: string, digits: number): string {
  return value.toLocaleString(language === 'en' ? 'en-GB' : 'ru', { maximumFractionDigits: digits });
}
