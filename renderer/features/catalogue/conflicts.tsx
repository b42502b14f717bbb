/**
 * What waits for a person's decision about one record: fields that two people filled without knowing of each other, and a
 * record that one deleted while another described it. Every value is here, with what it was written over, who wrote it, when
 * and where; deciding is an ordinary write that names exactly the values in sight, and the others stay in the history.
 */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteRecord, restoreRecord } from '../../../shared/sync/edits.ts';
import { headsOf, viewOf } from '../../../shared/sync/view.ts';
import { DELETED_FIELD, type Head, type RecordState } from '../../../shared/sync/state.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useRecordState } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { FieldConflict } from './conflict-field.tsx';
import styles from './conflicts.module.css';
import { FieldName, ValueText, WhoWhen } from './value-text.tsx';

type ConflictsProps = {
  record: Pick<CatalogueRecord, 'id' | 'conflicts' | 'editedWhileDeleted'>;
  /** The first of them is decided by the keys 1, 2, 3 …: where nothing else is there to be typed. */
  hasKeys?: boolean;
};

export function Conflicts({ record, hasKeys = false }: ConflictsProps) {
  const state = useRecordState(record.id);
  if (!state) return null;
  const { editedWhileDeleted, conflicts } = record;
  return (
    <>
      {editedWhileDeleted && <DeletedMeanwhile state={state} hasKeys={hasKeys} />}
      {conflicts.map((field, index) => (
        <FieldConflict
          key={field}
          state={state}
          field={field}
          hasKeys={hasKeys && !editedWhileDeleted && index === 0}
        />
      ))}
    </>
  );
}

function DeletedMeanwhile({ state, hasKeys }: { state: RecordState; hasKeys: boolean }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const heading = useId();
  const decisions = headsOf(state, DELETED_FIELD);
  const unseen = unseenHeads(state);
  const keep = async () => {
    const isSafe = await desk.write('record.restore', [restoreRecord(viewOf(state))]);
    if (isSafe) desk.say({ text: t('said.restored', { count: 1 }), undo: true });
  };
  const bin = async () => {
    const isSafe = await desk.write('record.bin', [deleteRecord(viewOf(state))]);
    if (isSafe) desk.say({ text: t('said.binned', { count: 1 }), undo: true });
  };
  const acts = [
    { id: 'conflict.keep', label: t('conflict.keep'), chords: ['Digit1'], run: () => void keep() },
    { id: 'conflict.bin', label: t('conflict.bin'), chords: ['Digit2'], run: () => void bin() },
  ];
  useCommands(hasKeys && desk.capabilities.canWrite ? acts : []);
  return (
    <section className={styles['conflict']} aria-labelledby={heading} data-conflict="deleted">
      <h3 id={heading}>
        <Icon name="warning" />
        {t('conflict.deleted')}
      </h3>
      <p>{t('conflict.deletedHint')}</p>
      {decisions.map((decision) => (
        <p key={decision.id} className={styles['who']}>
          {t('conflict.deletedBy')} <WhoWhen by={decision.u} at={decision.h} op={decision.id} />
        </p>
      ))}
      {unseen.map(({ field, head }) => (
        <p key={head.id} className={styles['who']}>
          {t('conflict.editedBy')} <WhoWhen by={head.u} at={head.h} op={head.id} />
          {': '}
          <FieldName field={field} />
          {' — '}
          <ValueText field={field} value={head.v} />
        </p>
      ))}
      {desk.capabilities.canWrite && (
        <div className={styles['acts']}>
          <Button icon="restore" onPress={() => void keep()}>
            {t('conflict.keep')}
          </Button>
          <Button icon="bin" onPress={() => void bin()}>
            {t('act.bin')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** What was written and the deletion's author had not seen. */
function unseenHeads(state: RecordState): { field: string; head: Head }[] {
  const seen = new Set(Object.values(state.saw ?? {}).flat());
  return Object.entries(state.f)
    .filter(([field]) => field !== DELETED_FIELD)
    .flatMap(([field, { heads }]) => heads.map((head) => ({ field, head })))
    .filter(({ head }) => !seen.has(head.id));
}
