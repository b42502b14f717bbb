/**
 * The text of the page that is shown: which of its texts, its lines beside the picture, putting them right, writing the page
 * down by hand, reading it (again), comparing two readings.
 */
import { useId, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../../shared/model/record-values.ts';
import { shownReadingOf } from '../../../shared/model/shown-reading.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import type { PictureOf } from './line-editor.tsx';
import type { RenderWho } from './line-facts.tsx';
import type { LineListHandle } from './line-list.tsx';
import { ReadDialog } from './read-dialog.tsx';
import { readingLabel } from './reading-label.ts';
import { ShownLines } from './shown-lines.tsx';
import styles from './texts.module.css';
import { Transcription } from './transcription.tsx';
import { OWN, type ShownText } from './use-shown-text.ts';
import type { TextEdits } from './use-text-edits.ts';

/** A text written down by hand, among the sources. */
const BY_HAND = 'hand';

export type TextPanelProps = {
  document: CatalogueRecord;
  /** The page that is shown; null while the pages are on their way. */
  shown: ShownText | null;
  /** What a person wants to see of it; null: what is its text. */
  chosen: string | null;
  onChosen: (source: string | null) => void;
  current: string | null;
  hovered: string | null;
  edits: TextEdits;
  picture: PictureOf;
  renderWho: RenderWho;
  onCurrent: (line: string) => void;
  onHover: (line: string | null) => void;
  onLeave: () => void;
  lines: Ref<LineListHandle>;
};

export function TextPanel(props: TextPanelProps) {
  const { capabilities } = useDesk();
  const canWrite = capabilities.canWrite && !props.document.deleted;
  const { shown } = props;
  if (shown === null) return null;
  const hasText = shown.source !== null || textOf(shown.page.values, 'transcription') !== null;
  if (!hasText && !canWrite) return null;
  return <Panel key={shown.page.id} {...props} shown={shown} canWrite={canWrite} />;
}

type PanelProps = TextPanelProps & { shown: ShownText; canWrite: boolean };

function Panel({ shown, chosen, canWrite, ...props }: PanelProps) {
  const { t } = useTranslation();
  const heading = useId();
  const [asked, setAsked] = useState<'read' | 'compare' | null>(null);
  const { page, readings } = shown;
  const { value, options } = useSources(shown, chosen);
  const isRead = readings.length > 0;
  const close = () => setAsked(null);
  const write = () => props.onChosen(BY_HAND);
  const commands = [
    { id: 'text.read', label: t('text.read'), run: () => setAsked('read') },
    { id: 'text.byHand', label: t('text.writeByHand'), run: write },
  ];
  useCommands(canWrite ? commands : []);
  return (
    <section className={styles['panel']} aria-labelledby={heading}>
      <h2 id={heading}>
        <Icon name="heading" />
        {t('text.heading')}
      </h2>
      {value !== null && (
        <Choice
          label={t('text.reading')}
          hideLabel
          options={options}
          value={value}
          onChange={props.onChosen}
        />
      )}
      {canWrite && <KeepReading shown={shown} wanted={value} />}
      {value === null && <p className={styles['hint']}>{t('text.none')}</p>}
      {value === BY_HAND && <Transcription {...props} page={page} canWrite={canWrite} />}
      {value !== null && value !== BY_HAND && <ShownLines {...props} shown={shown} canWrite={canWrite} />}
      <div className={styles['acts']}>
        {canWrite && (
          <Button onPress={() => setAsked('read')}>{t(isRead ? 'text.again' : 'text.read')}</Button>
        )}
        {canWrite && value !== BY_HAND && <Button onPress={write}>{t('text.writeByHand')}</Button>}
        {readings.length > 1 && <Button onPress={() => setAsked('compare')}>{t('text.compare')}</Button>}
      </div>
      {asked === 'read' && (
        <ReadDialog document={props.document} page={page} isAgain={isRead} onClose={close} />
      )}
      {asked === 'compare' && <CompareDialog page={page} readings={readings} onClose={close} />}
    </section>
  );
}

/** The texts that the page has, and which of them is shown: what was written by hand comes before any machine's. */
function useSources(shown: ShownText, chosen: string | null) {
  const { t } = useTranslation();
  const { page, readings, source } = shown;
  const isByHand = textOf(page.values, 'transcription') !== null;
  const machine = source === OWN || source === null ? source : source.id;
  const value = chosen === BY_HAND || (chosen === null && isByHand) ? BY_HAND : machine;
  return {
    value,
    options: [
      ...(isByHand || value === BY_HAND ? [{ value: BY_HAND, label: t('text.byHand') }] : []),
      ...readings.map((each) => ({ value: each.id, label: readingLabel(each.text, t) })),
      ...(shown.hasOwn ? [{ value: OWN, label: t('text.own') }] : []),
    ],
  };
}

/** Another reading than the one that counts as the page's text may be made that one. */
function KeepReading({ shown, wanted }: { shown: ShownText; wanted: string | null }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { page, readings } = shown;
  const isOther = readings.some(({ id }) => id === wanted) && shownReadingOf(page.values)?.id !== wanted;
  const isBusy = useRef(false);
  if (!isOther || wanted === null) return null;
  const keep = async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    const isSafe = await desk.write('text.choose', [setFields(page, { reading: wanted })]);
    isBusy.current = false;
    if (isSafe) desk.say({ text: t('text.chosen'), undo: true });
  };
  return (
    <p className={styles['hint']}>
      {t('text.otherCounts')}{' '}
      <Button variant="quiet" onPress={() => void keep()}>
        {t('text.choose')}
      </Button>
    </p>
  );
}
