/**
 * The pages that the list showed when one of them was opened, so that going on from page to page follows the same list and
 * needs no second question.
 */
import type { PageAnswer, PageQuestion } from './page-answer.ts';

let last: { readonly key: string; readonly answer: PageAnswer } | null = null;

export function rememberPages(question: PageQuestion | null, answer: PageAnswer | null): void {
  if (question !== null && answer !== null) last = { key: JSON.stringify(question), answer };
}

/** Null when the list was another one, or the window was opened anew. */
export function recallPages(question: PageQuestion | null): PageAnswer | null {
  return question !== null && last?.key === JSON.stringify(question) ? last.answer : null;
}
