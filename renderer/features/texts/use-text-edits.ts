/**
 * Writing what a person put right: each line is a register of its own on the page. What was typed is on the screen at once
 * and stays there until the page has it, also when it could not be written.
 */
import { useCallback, useMemo, useState } from 'react';
import { setFields } from '../../../shared/sync/edits.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { readRecord } from '../../db/queries.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import { createOwnHeads } from './own-heads.ts';

/** What was sent, and the heads of the register before. */
type Sent = { readonly text: string | null; readonly heads: string };

export type TextEdits = {
  /** Writes one field; null takes a person's text away. `seen`: the heads that the author saw. */
  write(page: CatalogueRecord, field: string, text: string | null, seen: readonly string[]): Promise<boolean>;
  /** The text that was sent and is not in the page yet; undefined when none is. */
  sent(page: CatalogueRecord, field: string): string | null | undefined;
  /** All that was sent of a page and is not in it yet, by field. */
  allSent(page: CatalogueRecord): ReadonlyMap<string, string | null>;
};

export function useTextEdits(): TextEdits {
  const desk = useDesk();
  const { copy } = useCatalogue();
  const [sent, setSent] = useState<ReadonlyMap<string, Sent>>(new Map());
  const [own] = useState(createOwnHeads);

  const write = useCallback<TextEdits['write']>(
    async (page, field, text, seen) => {
      const key = `${page.id}/${field}`;
      setSent((all) => new Map(all).set(key, { text, heads: headsOf(page, field) }));
      const heads = own.follow(key, seen);
      const isSafe = await desk.write('text.correct', [
        setFields({ ...page, heads: { ...page.heads, [field]: heads } }, { [field]: text }),
      ]);
      const db = isSafe ? copy.get() : null;
      const now = db === null ? null : await readRecord(db, page.id).catch(() => null);
      const after = now?.heads[field];
      if (after !== undefined) own.wrote(key, seen, after);
      return isSafe;
    },
    [desk, copy, own],
  );
  return useMemo(() => {
    const isWaiting = (page: CatalogueRecord, field: string, { heads }: Sent) =>
      heads === headsOf(page, field);
    const find = (page: CatalogueRecord, field: string) => {
      const found = sent.get(`${page.id}/${field}`);
      return found !== undefined && isWaiting(page, field, found) ? found.text : undefined;
    };
    return {
      write,
      sent: find,
      allSent(page) {
        const start = `${page.id}/`;
        return new Map(
          [...sent].flatMap(([key, each]): [string, string | null][] => {
            const field = key.slice(start.length);
            return key.startsWith(start) && isWaiting(page, field, each) ? [[field, each.text]] : [];
          }),
        );
      },
    };
  }, [sent, write]);
}

function headsOf({ heads }: CatalogueRecord, field: string): string {
  return (heads[field] ?? []).join(' ');
}
