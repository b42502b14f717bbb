/** Typing in a list or tree goes to the row that begins so. */
import { useEffect, useRef } from 'react';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { findNumber } from '../../db/find-number.ts';
import { readRecords } from '../../db/queries.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import type { Rows } from '../../ui/row-selection.ts';
import { useLabels } from '../../ui/use-label.ts';
import { beginsWith, findTyped, typedNumber } from './type-ahead.ts';

type TypeAhead = {
  rows: Rows;
  current: string | null;
  /** The place whose numbers are meant first: one step in its index finds a number among 60,000. */
  place: string | null;
  onFound: (id: string) => void;
};

export function useTypeAhead({ rows, current, place, onFound }: TypeAhead): (typed: string) => void {
  const { copy } = useCatalogue();
  const labels = useLabels();
  const last = useRef<AbortController>(undefined);
  useEffect(() => () => last.current?.abort(), []);

  async function find(typed: string, signal: AbortSignal): Promise<string | null> {
    const db = copy.get();
    if (db === null) return null;
    const number = typedNumber(typed);
    const exact = number === null || place === null ? null : await findNumber(db, place, number);
    if (exact?.isExact === true && rows.indexOf(exact.id) >= 0) return exact.id;
    return findTyped<CatalogueRecord>({
      rows,
      current,
      typed,
      read: async (ids) => (await readRecords(db, ids)).filter((record) => record !== null),
      isFound: (record) => beginsWith(record, labels.title(record), typed),
      signal,
    });
  }

  return (typed) => {
    last.current?.abort();
    const asked = new AbortController();
    last.current = asked;
    // A copy that is closed in the midst finds nothing; its keeper opens another one.
    find(typed, asked.signal).then(
      (id) => {
        if (id !== null && !asked.signal.aborted) onFound(id);
      },
      () => undefined,
    );
  };
}
