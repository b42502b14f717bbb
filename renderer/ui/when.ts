/** Moments as people write them. */

/** A moment in the customs of the language. Chromium has no Kazakh customs and would write American ones. */
export function whenOf(iso: string, language: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleString(language === 'en' ? 'en-GB' : 'ru', { dateStyle: 'short', timeStyle: 'short' });
}
