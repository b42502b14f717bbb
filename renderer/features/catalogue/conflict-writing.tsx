/**
 * A value of one's own in place of those that disagree: two texts put together piece by piece, or written by hand. What is
 * typed is kept as a draft, with the values that its author saw.
 */
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { RadioList } from '../../ui/radio-list.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { mergedText, type Piece } from './conflict-merge.ts';
import styles from './conflicts.module.css';
import { fieldName } from './field-text.ts';
import { Warning } from './inspector-hints.tsx';
import { useWriting, type Writing, type WritingOf } from './use-conflict-writing.ts';

type ConflictWritingProps = WritingOf & {
  /** Another value came meanwhile: this decision will not stand for it. */
  isOld: boolean;
  onAnew: () => void;
};

export function ConflictWriting(props: ConflictWritingProps) {
  const { field, pieces, isOld } = props;
  const { t } = useTranslation();
  const writing = useWriting(props);
  const { text, problem, open, save, leave } = writing;
  const name = fieldName(field, (key, values) => t(key, values ?? {}));
  return (
    <div className={styles['writing']}>
      {isOld && (
        <div role="status">
          <Warning>{t('conflict.newer')}</Warning>
          <Button onPress={props.onAnew}>{t('conflict.anew')}</Button>
        </div>
      )}
      {pieces !== null && <OpenPlaces {...writing} pieces={pieces} />}
      {text === null ? (
        <p role="status">{t('conflict.choosePlaces', { count: open })}</p>
      ) : (
        <TextField
          label={t('conflict.result', { field: name })}
          value={text}
          onChange={writing.change}
          onKeyDown={(event) => {
            if (event.key === 'Escape') leave();
            else if (event.key === 'Enter' && event.ctrlKey) void save();
            else return;
            event.preventDefault();
          }}
          multiline
          autoFocus={writing.isReady}
          problem={problem === null ? undefined : t(problem)}
        />
      )}
      <div className={styles['acts']}>
        <Button variant="primary" isDisabled={text === null || problem !== null} onPress={() => void save()}>
          {t('conflict.save')}
        </Button>
        {text === null && (
          <Button icon="edit" onPress={writing.byHand}>
            {t('conflict.byHand')}
          </Button>
        )}
        <Button variant="quiet" onPress={leave}>
          {t('act.cancel')}
        </Button>
      </div>
    </div>
  );
}

type OpenPlacesProps = Pick<Writing, 'choices' | 'choose' | 'isByHand'> & { pieces: readonly Piece[] };

/** The text as it comes together, and a question for each place that both changed. */
function OpenPlaces({ pieces, choices, choose, isByHand }: OpenPlacesProps) {
  const { t } = useTranslation();
  const places = pieces.filter((piece) => piece.kind === 'open');
  const words = (text: string) => (text === '' ? t('conflict.nothing') : text);
  return (
    <>
      <p className={styles['preview']} aria-label={t('conflict.preview')} role="group">
        {pieces.map((piece, index) => {
          if (piece.kind === 'same') return piece.text;
          if (piece.kind === 'taken') return <ins key={index}>{piece.text}</ins>;
          const place = places.indexOf(piece);
          const choice = choices[place];
          return (
            <span key={index} className={styles['place']} data-chosen={choice !== undefined}>
              {choice === undefined
                ? t('conflict.placeChip', { number: place + 1 })
                : mergedText([piece], [choice])}
            </span>
          );
        })}
      </p>
      {places.map((piece, place) => (
        <RadioList
          key={place}
          label={t('conflict.place', { number: place + 1 })}
          options={[
            { value: 'first', label: t('conflict.placeFirst', { text: words(piece.texts[0]) }) },
            { value: 'second', label: t('conflict.placeSecond', { text: words(piece.texts[1]) }) },
            ...(piece.texts.includes('') ? [] : [{ value: 'both' as const, label: t('conflict.placeBoth') }]),
          ]}
          value={choices[place] ?? null}
          autoFocus={place === 0}
          // Choosing would throw away what was written.
          isDisabled={isByHand}
          onChange={(choice) => choose(places.map((_, i) => (i === place ? choice : choices[i])))}
        />
      ))}
    </>
  );
}
