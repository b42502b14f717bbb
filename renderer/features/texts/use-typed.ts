/**
 * One text of a page between the first key and the record that has it: typed, kept as a draft each second, written. A draft
 * that a crash left goes back into the field, not into the journal: its author sees it first.
 */
import { useEffect, useRef, useState } from 'react';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDraft } from '../../db/hooks.ts';
import type { TextEdits } from './use-text-edits.ts';

type TypedOf = {
  readonly page: CatalogueRecord;
  readonly field: string;
  /** What stands there now. */
  readonly shown: string;
  /** From what is typed to what is written; null takes a person's text away. */
  readonly toValue: (typed: string) => string | null;
  readonly edits: TextEdits;
};

export type Typed = {
  readonly text: string;
  readonly isTyped: boolean;
  readonly change: (next: string) => void;
  /** Answers whether nothing is left to be written. */
  readonly commit: () => Promise<boolean>;
  readonly giveUp: () => void;
};

export function useTyped({ page, field, shown, toValue, edits }: TypedOf): Typed {
  const draft = useDraft(page.id, field);
  const [typed, setTyped] = useState<string | null>(null);
  const [isDone, setDone] = useState(false);
  /** What is typed and not written: keys come between two renderings. */
  const now = useRef<string | null>(null);
  /** The heads that the author saw when typing began. */
  const seen = useRef<readonly string[]>(page.heads[field] ?? []);
  const underWay = useRef<Promise<boolean> | null>(null);
  const { left } = draft;
  useEffect(() => {
    if (left !== null && left !== undefined) seen.current = left.heads;
  }, [left]);
  if (typed === null && !isDone && left?.text !== undefined && left.text !== shown) setTyped(left.text);
  useEffect(() => {
    now.current = typed;
  });

  const put = (next: string | null) => {
    now.current = next;
    setTyped(next);
    setDone(true);
  };
  const giveUp = () => {
    put(null);
    void draft.clear();
  };
  const send = async (words: string): Promise<boolean> => {
    const isSafe = await edits.write(page, field, toValue(words), seen.current);
    // What a person typed stays on the screen, and in its draft, when it could not be written.
    if (!isSafe) return false;
    // Typed on while it was written.
    if (now.current !== null && now.current !== words) return send(now.current);
    giveUp();
    return true;
  };
  const commit = async (): Promise<boolean> => {
    const words = now.current;
    if (words === null) return true;
    // What is on its way is not what the page has: what the field is left with goes after it.
    if (underWay.current !== null) return underWay.current;
    if (words.trim() === shown.trim()) {
      giveUp();
      return true;
    }
    underWay.current = send(words).finally(() => {
      underWay.current = null;
    });
    return underWay.current;
  };
  // A key or a link may take the page off the screen without the field being left first.
  const leave = useRef<() => void>(() => undefined);
  useEffect(() => {
    leave.current = () => void commit();
  });
  useEffect(() => () => leave.current(), []);

  return {
    text: typed ?? shown,
    isTyped: typed !== null,
    change(next) {
      if (now.current === null) seen.current = page.heads[field] ?? [];
      put(next);
      draft.save(next, seen.current);
    },
    commit,
    giveUp,
  };
}
