/** A reading in a few words: its languages, and how sure the engine was. Pure. */
import type { TFunction } from 'i18next';
import type { RecognisedText } from '../../../shared/model/record-types.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';

/** `қазақша, орысша · 97 %` */
export function readingLabel(text: RecognisedText, t: TFunction): string {
  const languages = text.languages.map((language) => languageLabel(language, t));
  const sure = text.sure === null ? [] : [t('text.sure', { share: Math.round(text.sure * 100) })];
  // What came with its scan seldom says in which language it was read.
  const read = languages.length > 0 ? languages.join(', ') : t('text.withScan');
  return [read, ...sure].join(' · ');
}

/** A language by its name; by its code where a person added a model that we have no name for. */
export function languageLabel(language: string, t: TFunction): string {
  return t(`text.language.${language}`, { defaultValue: language });
}

/** For screen readers and hyphens of the browser. */
export function langOf({ languages }: PageText): string | undefined {
  const short: Readonly<Record<string, string>> = { kaz: 'kk', rus: 'ru', eng: 'en' };
  return short[languages[0] ?? ''];
}
