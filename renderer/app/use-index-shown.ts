/** Which page of a document is shown: the one that the address names, and that page still when others are put before it. */
import { useEffect, useState } from 'react';
import type { CatalogueRecord } from '../db/row-of.ts';

/**
 * The number of the page, from 0. It stays with its page when that is moved, or pages are put before it: who types its text,
 * or moves it on, keeps it before their eyes. `page`: from 1, null: where the document was `left`. `goToPage` puts a number,
 * from 0, into the address.
 */
export function useIndexShown(
  pages: readonly CatalogueRecord[],
  page: number | null,
  left: string | null,
  goToPage: (index: number) => void,
): number {
  const [held, setHeld] = useState<{ readonly page: number | null; readonly id: string } | null>(null);
  const wanted = page === null ? pages.findIndex(({ id }) => id === left) : page - 1;
  const stayed = held?.page === page ? pages.findIndex(({ id }) => id === held.id) : -1;
  const last = Math.max(0, pages.length - 1);
  const index = Math.min(last, Math.max(0, stayed >= 0 ? stayed : wanted));
  const shown = pages[index]?.id;
  /** The address still has the number of before. */
  const isMoved = page !== null && stayed >= 0 && stayed !== wanted;
  if (!isMoved && shown !== undefined && (held?.id !== shown || held.page !== page)) {
    setHeld({ page, id: shown });
  }
  useEffect(() => {
    if (isMoved) goToPage(index);
  }, [index, isMoved, goToPage]);
  return index;
}
