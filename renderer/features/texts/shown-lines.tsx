/** A machine's text beside the picture: its lines, what is known of the one chosen, and what can be done with them. */
import { useImperativeHandle, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { copiedText } from '../../../shared/page-text/copied-text.ts';
import { lineField } from '../../../shared/page-text/corrections.ts';
import { namedLines } from '../../../shared/page-text/page-lines.ts';
import { lineText, type PageText } from '../../../shared/page-text/page-text.ts';
import { Button } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { CarryOffer } from './carry-offer.tsx';
import { isJoined, setJoined, useJoined } from './joined-lines.ts';
import { LeftLines } from './left-lines.tsx';
import { LineFacts } from './line-facts.tsx';
import { LineList, type LineListHandle } from './line-list.tsx';
import type { TextPanelProps } from './text-panel.tsx';
import styles from './texts.module.css';
import { isDoubted } from './unsure.ts';
import { OWN, type ShownText } from './use-shown-text.ts';

/** Kazakh read by the Russian model comes to .74 and by its own to .96 on the same page: below this the language is doubted. */
const DOUBTFUL = 0.8;

type ShownLinesProps = Omit<TextPanelProps, 'shown' | 'chosen' | 'onChosen' | 'document'> & {
  shown: ShownText;
  canWrite: boolean;
};

export function ShownLines({ shown, canWrite, current, ...props }: ShownLinesProps) {
  const list = useRef<LineListHandle>(null);
  const { page, source, read, text } = shown;
  const reading = source === OWN ? null : source;
  const isThere = text !== undefined && text !== null && text.blocks.length > 0;
  useImperativeHandle(props.lines, () => ({
    focus: () => list.current?.focus(),
    edit: (line) => list.current?.edit(line),
    goDoubted: (by) => list.current?.goDoubted(by),
  }));
  return (
    <>
      <Warnings shown={shown} />
      {canWrite && reading !== null && isThere && (
        <LeftLines page={page} reading={reading.id} onEdit={(line) => list.current?.edit(line)} />
      )}
      {canWrite && reading !== null && read && <CarryOffer page={page} reading={reading.id} read={read} />}
      {isThere && (
        <>
          <LineList {...props} ref={list} shown={shown} text={text} current={current} canWrite={canWrite} />
          <LineTools text={text} mayEdit={canWrite && reading !== null} list={list} />
          <FactsOfCurrent shown={shown} current={current} canWrite={canWrite} renderWho={props.renderWho} />
        </>
      )}
    </>
  );
}

type LineToolsProps = { text: PageText; mayEdit: boolean; list: RefObject<LineListHandle | null> };

function LineTools({ text, mayEdit, list }: LineToolsProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const joined = useJoined();
  const copy = () => {
    navigator.clipboard.writeText(copiedText(text, isJoined())).then(
      () => desk.say({ text: t('text.copied') }),
      () => desk.reportError({ code: 'CLIPBOARD_CLOSED' }),
    );
  };
  const edit = () => list.current?.edit();
  const goDoubted = () => list.current?.goDoubted(1);
  const hasDoubted = namedLines(text).some(({ line }) => line.words.some(isDoubted));
  // The list takes its keys itself while it has the focus.
  const editing = { id: 'text.edit', label: t('text.edit'), chords: ['F2'], isLocal: true, run: edit };
  const doubting = {
    id: 'text.nextDoubted',
    label: t('text.nextDoubted'),
    chords: ['KeyU'],
    isLocal: true,
    run: goDoubted,
  };
  useCommands([
    { id: 'text.copy', label: t('text.copy'), run: copy },
    ...(mayEdit ? [editing] : []),
    ...(hasDoubted ? [doubting] : []),
  ]);
  return (
    <div className={styles['acts']}>
      {mayEdit && <Button onPress={edit}>{t('text.edit')}</Button>}
      {hasDoubted && <Button onPress={goDoubted}>{t('text.nextDoubted')}</Button>}
      <Button onPress={copy}>{t('text.copy')}</Button>
      <CheckBox label={t('text.joined')} isOn={joined} onChange={setJoined} />
    </div>
  );
}

type FactsProps = Pick<ShownLinesProps, 'shown' | 'current' | 'canWrite' | 'renderWho'>;

function FactsOfCurrent({ shown, current, canWrite, renderWho }: FactsProps) {
  const { page, source, read } = shown;
  const line = read ? namedLines(read).find(({ id }) => id === current) : undefined;
  if (source === OWN || source === null || line === undefined) return null;
  return (
    <LineFacts
      page={page}
      field={lineField(source.id, line.id)}
      asRead={lineText(line.line)}
      canWrite={canWrite}
      renderWho={renderWho}
    />
  );
}

function Warnings({ shown }: { shown: ShownText }) {
  const { t } = useTranslation();
  const { source, text } = shown;
  const sure = source === OWN || source === null ? null : source.text.sure;
  return (
    <>
      {source === OWN && <p className={styles['hint']}>{t('text.ownHint')}</p>}
      {sure !== null && sure < DOUBTFUL && <Warning text={t('text.doubtful')} />}
      {shown.isOfOtherPicture && <Warning text={t('text.otherPicture')} />}
      {text === null && <p className={styles['hint']}>{t('text.unread')}</p>}
      {text?.blocks.length === 0 && <p className={styles['hint']}>{t('text.empty')}</p>}
    </>
  );
}

function Warning({ text }: { text: string }) {
  return (
    <p className={styles['doubt']}>
      <Icon name="warning" size={12} />
      {text}
    </p>
  );
}
