/**
 * What waits for a person's decision: fields that two people filled without knowing of each other, and a record that one
 * deleted while another described it. Every value is here, with who wrote it and when; choosing one keeps the others in
 * the history.
 */
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../shared/json.ts';
import { deleteRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import { headsOf, isSameJson, viewOf } from '../../../shared/sync/view.ts';
import { DELETED_FIELD, type RecordState } from '../../../shared/sync/state.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useRecordState } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './inspector.module.css';
import { FieldName, ValueText, WhoWhen } from './value-text.tsx';

export function Conflicts({ record }: { record: CatalogueRecord }) {
  const state = useRecordState(record.id);
  if (!state) return null;
  return (
    <>
      {record.editedWhileDeleted && <DeletedMeanwhile state={state} />}
      {record.conflicts.map((field) => (
        <FieldConflict key={field} state={state} field={field} />
      ))}
    </>
  );
}

function FieldConflict({ state, field }: { state: RecordState; field: string }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const heads = [...headsOf(state, field)].reverse();
  const shown = heads[0]?.v ?? null;
  const choose = async (value: Json) => {
    // The view of this very state: the choice stands for all heads that the person saw here, and for no other.
    const edit = setFields(viewOf(state), { [field]: value });
    if (await desk.write('record.choose', [edit])) desk.say({ text: t('said.valueChosen'), undo: true });
  };
  return (
    <section className={styles['conflict']} aria-label={t('conflict.label')} data-conflict={field}>
      <h3>
        <Icon name="warning" />
        <FieldName field={field} />
      </h3>
      <p>{t('conflict.hint', { count: heads.length })}</p>
      <ul>
        {heads.map((head) => (
          <li key={head.id} className={styles['head']}>
            <p className={styles['value']}>
              <ValueText field={field} value={head.v} />
            </p>
            <p className={styles['who']}>
              <WhoWhen by={head.u} at={head.h} />
              {isSameJson(head.v, shown) && ` · ${t('conflict.shown')}`}
            </p>
            {desk.capabilities.canWrite && (
              <Button onPress={() => void choose(head.v)}>{t('conflict.choose')}</Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function DeletedMeanwhile({ state }: { state: RecordState }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [decision] = headsOf(state, DELETED_FIELD);
  const keep = async () => {
    const isSafe = await desk.write('record.restore', [restoreRecord(viewOf(state))]);
    if (isSafe) desk.say({ text: t('said.restored', { count: 1 }), undo: true });
  };
  const bin = async () => {
    const isSafe = await desk.write('record.bin', [deleteRecord(viewOf(state))]);
    if (isSafe) desk.say({ text: t('said.binned', { count: 1 }), undo: true });
  };
  return (
    <section className={styles['conflict']} aria-label={t('conflict.label')} data-conflict="deleted">
      <h3>
        <Icon name="warning" />
        {t('conflict.deleted')}
      </h3>
      <p>{t('conflict.deletedHint')}</p>
      {decision !== undefined && (
        <p className={styles['who']}>
          {t('conflict.deletedBy')} <WhoWhen by={decision.u} at={decision.h} />
        </p>
      )}
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
