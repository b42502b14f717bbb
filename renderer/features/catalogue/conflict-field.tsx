/** One field with two or more values that nobody has chosen between: the values, what they came from, the ways to decide. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../shared/json.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { headsOf, viewOf } from '../../../shared/sync/view.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { Button } from '../../ui/button.tsx';
import { printChord } from '../../ui/chords.ts';
import { useCommands, type Command } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { candidatesOf, conflictText, isMergeable, isTyped, type Candidate } from './conflict-text.ts';
import { isReady, mergedText, mergePieces, type Piece } from './conflict-merge.ts';
import { BaseValue, CandidateValue } from './conflict-values.tsx';
import { ConflictWriting } from './conflict-writing.tsx';
import styles from './conflicts.module.css';
import { useConflictBase, type ConflictBase } from './use-conflict.ts';
import { FieldName } from './value-text.tsx';

type FieldConflictProps = { state: RecordState; field: string; hasKeys: boolean };

export function FieldConflict({ state, field, hasKeys }: FieldConflictProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { language } = useLabels();
  const heading = useId();
  const base = useConflictBase(state, field);
  /** What the person saw when they began to write: the decision stands for these values and for no other. */
  const [seen, setSeen] = useState<RecordState | null>(null);
  const candidates = candidatesOf(headsOf(state, field));
  const pieces = piecesOf(field, candidates, base, language);
  const proposal = pieces !== null && isReady(pieces) ? mergedText(pieces, []) : null;
  const { canWrite } = desk.capabilities;

  const decide = async (value: Json, from: RecordState): Promise<boolean> => {
    const edit = setFields(viewOf(from), { [field]: value });
    const isSafe = await desk.write('record.choose', [edit]);
    if (isSafe) desk.say({ text: t('said.valueChosen'), undo: true });
    return isSafe;
  };
  const begin = () => setSeen(state);
  const isWriting = seen !== null;
  const isOffered = canWrite && !isWriting;
  const mayWrite = isOffered && isTyped(field, candidates);
  const mergeLabel = t(pieces === null ? 'conflict.write' : 'conflict.merge');
  useCommands(
    hasKeys && isOffered
      ? [
          ...candidates.slice(0, 9).map(({ value }, index): Command => ({
            id: `conflict.take${index + 1}`,
            label: t('conflict.take', { number: index + 1 }),
            chords: [`Digit${index + 1}`],
            run: () => void decide(value, state),
          })),
          ...(mayWrite ? [{ id: 'conflict.merge', label: mergeLabel, chords: ['KeyM'], run: begin }] : []),
        ]
      : [],
  );
  return (
    <section className={styles['conflict']} aria-labelledby={heading} data-conflict={field}>
      <h3 id={heading}>
        <Icon name="warning" />
        <FieldName field={field} />
      </h3>
      <p>{t('conflict.hint', { count: candidates.length })}</p>
      <BaseValue field={field} base={base} />
      <ol className={styles['values']}>
        {candidates.map((candidate, index) => (
          <CandidateValue
            key={candidate.heads[0]?.id}
            field={field}
            candidate={candidate}
            number={index + 1}
            base={base}
            onChoose={isOffered ? () => void decide(candidate.value, state) : null}
          />
        ))}
      </ol>
      {proposal !== null && isOffered && <p className={styles['soft']}>{t('conflict.ready')}</p>}
      {mayWrite && (
        <div className={styles['acts']}>
          <Button icon={pieces === null ? 'edit' : 'merge'} onPress={begin}>
            {hasKeys ? `${mergeLabel} (${printChord('KeyM')})` : mergeLabel}
          </Button>
        </div>
      )}
      {seen !== null && (
        <ConflictWriting
          // Other values than those seen: what was chosen between them means nothing any more.
          key={headsOf(seen, field)
            .map((head) => head.id)
            .join()}
          record={state.id}
          field={field}
          seen={candidatesOf(headsOf(seen, field))}
          pieces={piecesOf(field, candidatesOf(headsOf(seen, field)), base, language)}
          isOld={headsKey(seen, field) !== headsKey(state, field)}
          onAnew={() => setSeen(state)}
          onSave={(value) => decide(value, seen)}
          onClose={() => setSeen(null)}
        />
      )}
    </section>
  );
}

/** Null where nothing can be put together: no texts, or more than two of them. */
function piecesOf(
  field: string,
  candidates: readonly Candidate[],
  base: ConflictBase | undefined,
  language: Parameters<typeof conflictText>[2],
): Piece[] | null {
  const [first, second, ...more] = candidates;
  if (first === undefined || second === undefined || more.length > 0 || base === undefined) return null;
  if (!isMergeable(field, candidates)) return null;
  const text = (value: Json) => conflictText(field, value, language);
  return mergePieces(base.state === 'known' ? text(base.value) : null, text(first.value), text(second.value));
}

function headsKey(state: RecordState, field: string): string {
  return headsOf(state, field)
    .map((head) => head.id)
    .join();
}
