/**
 * The lines of a page's text. Keys go from line to line and the picture follows; Enter or F2 puts a line right where it
 * stands. The keyboard stays on the list, and `aria-activedescendant` names the line.
 */
import {
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import { lineField } from '../../../shared/page-text/corrections.ts';
import { namedLines, type NamedLine } from '../../../shared/page-text/page-lines.ts';
import { lineText, type PageText } from '../../../shared/page-text/page-text.ts';
import { isChord } from '../../ui/chords.ts';
import { LineEditor, type PictureOf } from './line-editor.tsx';
import { LineRow } from './line-row.tsx';
import { langOf } from './reading-label.ts';
import styles from './texts.module.css';
import { nextDoubted } from './unsure.ts';
import { OWN, type ShownText } from './use-shown-text.ts';
import type { TextEdits } from './use-text-edits.ts';

export type LineListHandle = {
  focus(): void;
  /** Puts a line right: this one, or the one that is chosen. */
  edit(line?: string): void;
  goDoubted(by: 1 | -1): void;
};

type LineListProps = {
  shown: ShownText;
  text: PageText;
  current: string | null;
  hovered: string | null;
  canWrite: boolean;
  edits: TextEdits;
  picture: PictureOf;
  /** `isByKey`: the picture follows. */
  onCurrent: (line: string) => void;
  onHover: (line: string | null) => void;
  /** The stage takes the keys again. */
  onLeave: () => void;
  ref: Ref<LineListHandle>;
};

const PAGE_OF_LINES = 10;

export function LineList({ shown, text, current, hovered, canWrite, ref, ...props }: LineListProps) {
  const { edits, picture, onCurrent, onHover, onLeave } = props;
  const { page, source, read, corrections } = shown;
  const { t } = useTranslation();
  const prefix = useId();
  const box = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => namedLines(text), [text]);
  const asRead = useMemo(() => namedLines(read ?? text), [read, text]);
  const reading = source === OWN || source === null ? null : source;
  const [editing, setEditing] = useEditing(reading?.id ?? null);
  const mayEdit = canWrite && reading !== null && read !== null && read !== undefined;
  const at = lines.findIndex(({ id }) => id === current);

  useEffect(() => {
    const row = current === null ? null : box.current?.querySelector(`[data-line="${current}"]`);
    row?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  // The field is gone from the screen: the keys are the list's again.
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && editing === null) box.current?.focus();
    wasEditing.current = editing !== null;
  }, [editing]);

  const go = (to: number): string | null => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, to))];
    if (line !== undefined) onCurrent(line.id);
    return line?.id ?? null;
  };
  const edit = (line: string | null) => {
    if (mayEdit && line !== null) setEditing(line);
  };
  const stop = () => setEditing(null);
  const goDoubted = (by: 1 | -1) => {
    const next = nextDoubted(lines, current, by);
    if (next !== null) onCurrent(next);
  };
  useImperativeHandle(ref, () => ({
    focus() {
      if (at < 0) go(0);
      box.current?.focus();
    },
    edit(line) {
      if (line !== undefined) onCurrent(line);
      edit(line ?? current ?? go(0));
    },
    goDoubted(by) {
      goDoubted(by);
      box.current?.focus();
    },
  }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== box.current) return;
    const to = stepTo(event.key, at, lines.length);
    if (to !== null) go(to);
    else if (event.key === 'Enter' || event.key === 'F2') edit(current ?? go(0));
    else if (event.key === 'Escape') onLeave();
    else if (isChord(event, 'KeyU')) goDoubted(1);
    else if (isChord(event, 'Shift+KeyU')) goDoubted(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const next = (to: number) => {
    const line = lines[to];
    if (line === undefined) return stop();
    onCurrent(line.id);
    setEditing(line.id);
  };
  const onOpen = (id: string) => {
    onCurrent(id);
    edit(id);
  };

  return (
    <div
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={t('text.lines')}
      aria-activedescendant={at >= 0 && editing === null ? `${prefix}${current}` : undefined}
      aria-readonly={!mayEdit}
      className={styles['text']}
      lang={langOf(text)}
      onKeyDown={onKeyDown}
    >
      {lines.map((named, i) => {
        const { id, block, line } = named;
        const original = asRead[i];
        return id === editing && original !== undefined ? (
          <EditedLine
            key={id}
            shown={shown}
            text={text}
            edits={edits}
            picture={picture}
            line={original}
            words={lineText(line)}
            onNext={(by) => next(i + by)}
            onLeave={stop}
          />
        ) : (
          <LineRow
            key={id}
            id={id}
            domId={`${prefix}${id}`}
            line={line}
            isFirst={block !== lines[i - 1]?.block}
            isCurrent={id === current}
            isHovered={id === hovered}
            isCorrected={corrections.has(id)}
            isConflict={reading !== null && page.conflicts.includes(lineField(reading.id, id))}
            onPress={onCurrent}
            onOpen={onOpen}
            onHover={onHover}
          />
        );
      })}
    </div>
  );
}

/**
 * The line that is being put right, of this reading. When another reading takes its place the field goes, and with that what is
 * typed is written where it belongs: the same line of the other reading may be quite another one.
 */
function useEditing(reading: string | null): [string | null, (line: string | null) => void] {
  const [editing, setEditing] = useState<{ readonly reading: string | null; readonly line: string } | null>(
    null,
  );
  return [
    editing?.reading === reading ? editing.line : null,
    (line) => setEditing(line === null ? null : { reading, line }),
  ];
}

/** Where a key leads from one line; null when it leads nowhere. */
function stepTo(key: string, at: number, total: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: Math.max(0, at - 1),
    PageDown: at + PAGE_OF_LINES,
    PageUp: at - PAGE_OF_LINES,
    Home: 0,
    End: total - 1,
  };
  return steps[key] ?? null;
}

type EditedLineProps = Pick<LineListProps, 'shown' | 'text' | 'edits' | 'picture'> & {
  /** As the machine read it. */
  line: NamedLine;
  /** As it stands now. */
  words: string;
  onNext: (by: 1 | -1) => void;
  onLeave: () => void;
};

function EditedLine({ shown, text, edits, picture, line, words, onNext, onLeave }: EditedLineProps) {
  const { page, source, read } = shown;
  if (source === OWN || source === null) return null;
  return (
    <div role="row" aria-selected data-line={line.id} className={styles['line']}>
      <div role="gridcell">
        <LineEditor
          page={page}
          text={source.id}
          read={read ?? text}
          line={line}
          shown={words}
          edits={edits}
          picture={picture}
          lang={langOf(text)}
          onNext={onNext}
          onLeave={onLeave}
        />
      </div>
    </div>
  );
}
