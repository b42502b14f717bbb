/** One line put right in its place: its picture, and below it the words. Enter keeps them and goes on, Escape leaves. */
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { turnOfLine, turnOfPage } from '../../../shared/page-text/direction.ts';
import { cleanLine, lineField } from '../../../shared/page-text/corrections.ts';
import { boxOfPlace, type NamedLine } from '../../../shared/page-text/page-lines.ts';
import { lineText, type PageText } from '../../../shared/page-text/page-text.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { LineStrip } from './line-strip.tsx';
import styles from './texts.module.css';
import type { TextEdits } from './use-text-edits.ts';
import { useTyped } from './use-typed.ts';

export type PictureOf = (page: CatalogueRecord) => Promise<HTMLCanvasElement | null>;

type LineEditorProps = {
  page: CatalogueRecord;
  /** The reading. */
  text: string;
  /** The page as the machine read it. */
  read: PageText;
  line: NamedLine;
  /** The line as it stands now. */
  shown: string;
  edits: TextEdits;
  picture: PictureOf;
  lang: string | undefined;
  /** Kept: to the next line, or the one before. */
  onNext: (by: 1 | -1) => void;
  /** Left without going on. */
  onLeave: () => void;
};

const MOST_CHARACTERS = 4000;

export function LineEditor(props: LineEditorProps) {
  const { page, text, read, line, shown, edits } = props;
  const { t } = useTranslation();
  const hint = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const asRead = lineText(line.line);
  const isCorrected = typeof page.values[lineField(text, line.id)] === 'string';
  const typed = useTyped({
    page,
    field: lineField(text, line.id),
    shown,
    // What the machine read itself needs no correction.
    toValue: (words) => (cleanLine(words) === asRead && !isCorrected ? null : cleanLine(words)),
    edits,
  });
  useEffect(() => {
    const field = area.current;
    field?.focus();
    field?.setSelectionRange(0, 0);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault();
      // The next line does not wait for the disk; what could not be written stays and is told.
      void typed.commit();
      props.onNext(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      typed.giveUp();
      props.onLeave();
    } else return;
    event.stopPropagation();
  };
  return (
    <div className={styles['editor']} data-editing={line.id}>
      <LineStrip
        picture={() => props.picture(page)}
        box={boxOfPlace(read, line.line.place)}
        turn={turnOfLine(line.line) ?? turnOfPage(read)}
        at={typed.text.length === 0 ? 0 : caret / typed.text.length}
      />
      <textarea
        ref={area}
        rows={2}
        aria-label={t('text.line')}
        aria-describedby={hint}
        lang={props.lang}
        maxLength={MOST_CHARACTERS}
        value={typed.text}
        spellCheck={false}
        onChange={(event) => typed.change(event.target.value)}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => void typed.commit()}
        onKeyDown={onKeyDown}
      />
      <span id={hint} className={styles['small']}>
        {t('text.lineKeys')}
      </span>
    </div>
  );
}
