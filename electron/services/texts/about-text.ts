/** What a page's record tells of a text without the text: its words, how sure it is, what it looks like. Pure. */
import type { RecognisedText } from '../../../shared/model/record-types.ts';
import { looksLike } from '../../../shared/page-text/looks-like.ts';
import { linesOf, meanSureness, type PageText } from '../../../shared/page-text/page-text.ts';

/** `models`: what read it; empty when nobody says. */
export function aboutText(text: PageText, models: readonly string[]): Omit<RecognisedText, 'sha256'> {
  const words = linesOf(text).reduce((sum, line) => sum + line.words.length, 0);
  const like = looksLike({ ...text, languages: [...models] });
  return {
    languages: [...models],
    ...(like === null ? {} : { looksLike: like }),
    engine: text.engine,
    words,
    sure: meanSureness(text),
  };
}
