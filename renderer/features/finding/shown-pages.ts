/**
 * The pages that the list showed last, so that whoever comes back to it stands where they left, and going on from page to page
 * follows the same list without a second question.
 */
import type { PageAnswer, PageQuestion } from './page-answer.ts';
import type { PagesFound } from './page-asker.ts';

type Shown = { readonly key: string; readonly answer: PageAnswer };

let last: Shown | null = null;
/** Texts have changed since, or it was not all: it may be shown, and is asked for once more. */
let isOld = false;

/** An answer to another question (`isStale`) is not kept; one that more was to come to is asked for once more. */
export function rememberPages(
  question: PageQuestion | null,
  { answer, isStale, phase }: Pick<PagesFound, 'answer' | 'isStale' | 'phase'>,
): void {
  if (question === null || answer === null || isStale) return;
  if (last?.answer !== answer) isOld = false;
  if (phase !== 'done') isOld = true;
  last = { key: JSON.stringify(question), answer };
}

/** Null when the list was another one, or the window was opened anew. */
export function recallPages(question: PageQuestion | null): PageAnswer | null {
  return question !== null && last?.key === JSON.stringify(question) ? last.answer : null;
}

/** The texts of the archive have changed. */
export function agePages(): void {
  isOld = true;
}

export function arePagesOld(): boolean {
  return isOld;
}
