/**
 * The words of a region: written when the box is left or Control+Enter is pressed, taken back by Escape. What is being
 * typed is kept as a draft each second, and a draft that a crash left is put back for its author to see.
 */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../../db/hooks.ts';
import { useDesk } from '../../ui/desk.ts';
import { wordEdit } from './region-edits.ts';
import styles from './regions.module.css';
import { useNewest, type PageRegion } from './use-regions.ts';

const FIELD = 'body';
const MOST_CHARACTERS = 10_000;

type RegionTextProps = { region: PageRegion; isReadOnly: boolean; hasFocus: boolean; onLeave: () => void };

export function RegionText({ region, isReadOnly, hasFocus, onLeave }: RegionTextProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const draft = useDraft(region.id, FIELD);
  const newest = useNewest();
  const area = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [isDone, setIsDone] = useState(false);
  /** What is typed and not written: a key that leaves the box is followed by its `blur` before the next rendering. */
  const now = useRef<string | null>(null);
  const isWriting = useRef(false);
  /** The region as it was when typing began: its heads are what the author saw. */
  const seen = useRef(region.record);
  const latest = useRef(region);
  useEffect(() => {
    latest.current = region;
    now.current = typed;
  });
  const text = typed ?? region.text;
  const left = draft.left;

  useEffect(() => {
    if (hasFocus) area.current?.focus();
  }, [hasFocus]);
  useEffect(() => {
    if (left === null || left === undefined) return;
    const { record } = latest.current;
    seen.current = { ...record, heads: { ...record.heads, [FIELD]: left.heads } };
  }, [left]);
  // What a crash left goes back into the box, not into the journal: its author sees it first.
  if (typed === null && !isDone && left?.text !== undefined && left.text !== region.text) setTyped(left.text);

  const put = (next: string | null) => {
    now.current = next;
    setTyped(next);
    setIsDone(true);
  };
  const change = (next: string) => {
    if (now.current === null) seen.current = region.record;
    put(next);
    draft.save(next, seen.current.heads[FIELD] ?? []);
  };
  const giveUp = () => {
    put(null);
    void draft.clear();
  };
  const write = async (words: string): Promise<boolean> => {
    const isSafe = await desk.write('region.text', [wordEdit(seen.current, words)]);
    // What is typed on from here follows upon what was written.
    if (isSafe) seen.current = (await newest(region.id)) ?? seen.current;
    return isSafe;
  };
  const commit = async (): Promise<void> => {
    const words = now.current;
    if (isReadOnly || words === null || isWriting.current) return;
    if (words.trim() === latest.current.text.trim()) return giveUp();
    isWriting.current = true;
    const isSafe = await write(words).finally(() => {
      isWriting.current = false;
    });
    // What a person typed stays on the screen, and in its draft, when it could not be written.
    if (!isSafe) return;
    if (now.current === words) giveUp();
    // Typed on while it was written, and left again.
    else if (document.activeElement !== area.current) await commit();
  };
  // A key or a link may take the region off the screen without the box being left first.
  const leave = useRef<() => void>(() => undefined);
  useEffect(() => {
    leave.current = () => void commit();
  });
  useEffect(() => () => leave.current(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      giveUp();
      onLeave();
    } else if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault();
      void commit();
      onLeave();
    }
  };
  return (
    <label className={styles['text']}>
      {t('region.text')}
      <textarea
        ref={area}
        value={text}
        rows={3}
        maxLength={MOST_CHARACTERS}
        readOnly={isReadOnly}
        placeholder={t('region.textHint')}
        onChange={(event) => change(event.target.value)}
        onBlur={() => void commit()}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}
