/** Loads as much of a new answer as stood on the screen of the one before: nothing is folded up under whoever reads it. */
import {
  hasMore,
  withMoreHits,
  withMoreUnits,
  type PageAnswer,
  type PageQuestion,
  type UnitOfPages,
} from './page-answer.ts';
import type { PageAskerDeps } from './page-asker.ts';

/** As many units as in `before`, and as many pages of those that were unfolded; what cannot be loaded now is left out. */
export async function asFarAs(
  before: PageAnswer,
  first: PageAnswer,
  question: PageQuestion,
  { pages, more, isMine }: Pick<PageAskerDeps, 'pages' | 'more'> & { readonly isMine: () => boolean },
): Promise<PageAnswer> {
  let answer = first;
  while (answer.units.length < before.units.length && answer.next !== null && isMine()) {
    const next = await pages(question, answer.next);
    if (!next.ok) return answer;
    answer = withMoreUnits(answer, next.value);
  }
  for (const { unit, hits } of before.units.filter(({ next }) => next !== undefined)) {
    let known = unitIn(answer, unit);
    while (known !== undefined && known.hits.length < hits.length && hasMore(known) && isMine()) {
      const next = await more(question, unit, known.next ?? null);
      if (!next.ok) return answer;
      answer = withMoreHits(answer, unit, next.value);
      known = unitIn(answer, unit);
    }
  }
  return answer;
}

function unitIn({ units }: PageAnswer, unit: string): UnitOfPages | undefined {
  return units.find((each) => each.unit === unit);
}
