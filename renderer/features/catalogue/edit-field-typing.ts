/**
 * What happens to a field between the first key and the record that has it: typed, kept as a draft, sent, and shown until
 * the record has it too. What could not be written stays.
 */
import { useEffect, useRef, useState } from 'react';
import { setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { useDraft, useSafety } from '../../db/hooks.ts';
import { readRecord } from '../../db/queries.ts';
import { useDesk } from '../../ui/desk.ts';
import type { Reading } from './field-text-reading.ts';

type TypingOf = {
  readonly record: CatalogueRecord;
  readonly field: string;
  /** The field's value as text. */
  readonly shown: string;
  readonly read: (text: string) => Reading;
};

/** What was written, and the heads of the field before. */
type Sent = { readonly text: string; readonly heads: string };

type Typing = {
  /** What stands in the field now and is not in the record yet; null when nothing. */
  readonly typed: string | null;
  /** What a crash left of this field and is offered; null when nothing. */
  readonly left: string | null;
  readonly change: (next: string) => void;
  /** Writes it, unless it is there already or cannot be read. */
  readonly commit: (value: string) => Promise<void>;
  readonly giveUp: () => void;
  /** Writes what a crash left, as its author saw the record then. */
  readonly takeLeft: () => void;
};

export function useTyping({ record, field, shown, read }: TypingOf): Typing {
  const desk = useDesk();
  const { copy } = useCatalogue();
  const draft = useDraft(record.id, field);
  const safety = useSafety();
  const [typed, setTyped] = useState<string | null>(null);
  /** What could not be written; it waits with the other unsaved changes and is not sent twice. */
  const [unsaved, setUnsaved] = useState<string | null>(null);
  const [isDone, setIsDone] = useState(false);
  /** What was written just now: it stays in the field until the record has it, so that nothing flickers. */
  const [sent, setSent] = useState<Sent | null>(null);
  /** The record as it was when typing began: its heads are what the author saw. */
  const seen = useRef(record);
  /** What is on its way to the journal, and what the field was left with meanwhile. */
  const leaving = useRef<string | null>(null);
  const leftWith = useRef<string | null>(null);
  /** What happens between two paintings: the field may be left, or typed on, before the record has what was written. */
  const written = useRef<Sent | null>(null);
  const latest = useRef<string | null>(null);
  const left = typed === null && !isDone && draft.left?.text !== shown ? (draft.left ?? null) : null;

  // Written after all, or thrown away at the foot of the window; what was typed since is neither.
  if (unsaved !== null && safety.state === 'safe') {
    setUnsaved(null);
    if (typed === null || typed === unsaved) {
      setTyped(null);
      setIsDone(true);
    }
  }
  if (sent !== null && sent.heads !== headsOf(record, field)) {
    setSent(null);
    if (typed === sent.text) setTyped(null);
  }
  useEffect(() => {
    if (isDone) void draft.clear();
  }, [isDone, draft]);

  const giveUp = () => {
    [latest.current, leftWith.current] = [null, null];
    setTyped(null);
    setIsDone(true);
  };
  const commit = async (value: string) => {
    if (leaving.current !== null) {
      leftWith.current = value === leaving.current ? null : value;
      return;
    }
    if (value.trim() === shown.trim() && written.current === null) return giveUp();
    const result = read(value);
    const isSent = value === unsaved || value === written.current?.text;
    if ('problem' in result || isSent) return;
    leaving.current = value;
    const own = await readOwn();
    const heads = headsOf(own ?? record, field);
    const isSafe = await desk.write('record.edit', [
      setFields(own ?? seen.current, { [field]: result.value }),
    ]);
    const later = leftWith.current;
    [leaving.current, leftWith.current] = [null, null];
    // What a person typed stays on the screen, and in its draft, when it could not be written.
    if (!isSafe) return setUnsaved(value);
    written.current = { text: value, heads };
    if (later !== null) return commit(later);
    if (latest.current !== null && latest.current !== value) return;
    setSent(written.current);
    setIsDone(true);
    // The field may be gone from the screen by now.
    void draft.clear();
  };
  /** Typed on while it was written: what was seen last is one's own, and the copy has that before the screen has. */
  const readOwn = async (): Promise<CatalogueRecord | null> => {
    if (written.current === null) return null;
    const db = copy.get();
    return (db === null ? null : await readRecord(db, record.id)) ?? record;
  };
  // A key or a link may take the record off the screen without the field being left first.
  const leave = useRef<() => void>(() => undefined);
  useEffect(() => {
    leave.current = () => {
      if (typed !== null) void commit(typed);
    };
  });
  useEffect(() => () => leave.current(), []);

  return {
    typed,
    left: left?.text ?? null,
    change(next) {
      if (typed === null) {
        seen.current = record;
        written.current = null;
      }
      latest.current = next;
      setTyped(next);
      setIsDone(false);
      // What another wrote since was not seen: over a draft it would go without a word. What was written here is one's own.
      const before = written.current === null ? seen.current : record;
      draft.save(next, before.heads[field] ?? []);
    },
    commit,
    giveUp,
    takeLeft() {
      if (left === null) return;
      written.current = null;
      latest.current = left.text;
      seen.current = { ...record, heads: { ...record.heads, [field]: left.heads } };
      setTyped(left.text);
      void commit(left.text);
    },
  };
}

function headsOf({ heads }: CatalogueRecord, field: string): string {
  return (heads[field] ?? []).join(' ');
}
