/**
 * One field of a record, edited in place: written when the field is left or Enter is pressed, taken back by Escape. What
 * is being typed is kept as a draft each second; a draft that a crash left is offered, never put in silently.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDraft, useSafety } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { Reading } from './field-text-reading.ts';
import styles from './inspector.module.css';

type EditFieldProps = {
  record: CatalogueRecord;
  field: string;
  label: string;
  /** The field's value as text. */
  shown: string;
  /** From text to value; the empty text empties the field. `problem` is a key of the catalogue. */
  read: (text: string) => Reading;
  /** What the program says about the text, while it is typed too. */
  hint?: ((text: string) => ReactNode) | undefined;
  multiline?: boolean;
  lang?: string;
  isReadOnly?: boolean;
  isRequired?: boolean;
  autoFocus?: boolean;
  hideLabel?: boolean;
};

export function EditField(props: EditFieldProps) {
  const { record, field, label, shown, read, hint, ...rest } = props;
  const { t } = useTranslation();
  const desk = useDesk();
  const draft = useDraft(record.id, field);
  const safety = useSafety();
  const [typed, setTyped] = useState<string | null>(null);
  /** What could not be written; it waits with the other unsaved changes and is not sent twice. */
  const [unsaved, setUnsaved] = useState<string | null>(null);
  const [isDone, setIsDone] = useState(false);
  /** The record as it was when typing began: its heads are what the author saw. */
  const seen = useRef(record);
  const leaving = useRef(false);
  /** What was written of this typing: the field may be left before the screen has it. */
  const written = useRef<string | null>(null);
  /** What stands in the field now: a person may type on while it is written. */
  const latest = useRef<string | null>(null);
  const text = typed ?? shown;
  const reading = typed === null ? null : read(typed);
  const left = typed === null && !isDone && draft.left?.text !== shown ? (draft.left ?? null) : null;

  // Written after all, or thrown away at the foot of the window.
  if (unsaved !== null && safety.state === 'safe') {
    setUnsaved(null);
    setTyped(null);
    setIsDone(true);
  }
  useEffect(() => {
    if (isDone) void draft.clear();
  }, [isDone, draft]);

  const change = (next: string) => {
    if (typed === null || written.current !== null) seen.current = record;
    written.current = null;
    latest.current = next;
    setTyped(next);
    setIsDone(false);
    draft.save(next, record.heads[field] ?? []);
  };
  const giveUp = () => {
    latest.current = null;
    setTyped(null);
    setIsDone(true);
  };
  const commit = async (value: string) => {
    if (value.trim() === shown.trim()) return giveUp();
    const result = read(value);
    const isSent = leaving.current || value === unsaved || value === written.current;
    if ('problem' in result || isSent) return;
    leaving.current = true;
    const isSafe = await desk.write('record.edit', [setFields(seen.current, { [field]: result.value })]);
    leaving.current = false;
    // What a person typed stays on the screen, and in its draft, when it could not be written.
    if (isSafe) {
      written.current = value;
      if (latest.current === null || latest.current === value) giveUp();
    } else setUnsaved(value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && typed !== null) {
      event.preventDefault();
      void commit(typed);
    }
    if (event.key === 'Escape' && typed !== null) {
      event.preventDefault();
      giveUp();
    }
  };

  return (
    <div data-edit={field}>
      <TextField
        {...rest}
        label={label}
        value={text}
        onChange={change}
        onBlur={() => {
          if (typed !== null) void commit(typed);
        }}
        onKeyDown={onKeyDown}
        hint={hint?.(text)}
        problem={reading !== null && 'problem' in reading ? t(reading.problem) : undefined}
      />
      {left !== null && (
        <div className={styles['draft']} role="status">
          <p>{t('draft.left', { text: left.text })}</p>
          <Button
            onPress={() => {
              seen.current = { ...record, heads: { ...record.heads, [field]: left.heads } };
              setTyped(left.text);
              void commit(left.text);
            }}
          >
            {t('draft.take')}
          </Button>
          <Button variant="quiet" onPress={giveUp}>
            {t('draft.drop')}
          </Button>
        </div>
      )}
    </div>
  );
}
