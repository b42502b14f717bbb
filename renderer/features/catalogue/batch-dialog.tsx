/** One field of many records at once: what would change is shown before it is written, and one undo takes it all back. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './batch-dialog.module.css';
import { batchEdits, batchFields, batchModes, changesOf, type BatchPlan } from './batch-plan.ts';
import { BatchValue } from './batch-dialog-value.tsx';
import { fieldName } from './field-text.ts';

type BatchDialogProps = { records: readonly CatalogueRecord[]; onClose: () => void };

/** The preview shows the first; the sum tells of all. */
const SHOWN = 100;

export function BatchDialog({ records, onClose }: BatchDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const [plan, setPlan] = useState<BatchPlan>({
    field: `title/${labels.language}`,
    mode: 'set',
    text: '',
    find: '',
    noteId: newId(),
  });
  const words = { language: labels.language, t: (key: string, values = {}) => t(key, values) };
  const fields = batchFields(records.map((record) => record.t));
  const changes = changesOf(records, plan, words);
  /** The dialog makes room first: at the foot of the window a large change shows how far it is, and can be stopped. */
  const write = async () => {
    onClose();
    if (!(await desk.write('record.batch', batchEdits(changes)))) return;
    desk.say({ text: t('said.batched', { count: changes.length }), undo: true });
  };

  return (
    <Dialog title={t('batch.title', { count: records.length })} onClose={onClose} wide>
      <div className={styles['choices']}>
        <Choice
          label={t('batch.field')}
          options={fields.map((field) => ({ value: field, label: fieldName(field, words.t) }))}
          value={plan.field}
          onChange={(field) => {
            const [first = 'set'] = batchModes(field);
            const mode = batchModes(field).includes(plan.mode) ? plan.mode : first;
            setPlan({ ...plan, field, mode, text: '' });
          }}
        />
        <Choice
          label={t('batch.mode')}
          options={batchModes(plan.field).map((mode) => ({ value: mode, label: t(`batch.modes.${mode}`) }))}
          value={plan.mode}
          onChange={(mode) => setPlan({ ...plan, mode })}
        />
      </div>
      {plan.mode === 'replace' && (
        <TextField
          label={t('batch.find')}
          value={plan.find}
          onChange={(find) => setPlan({ ...plan, find })}
        />
      )}
      <BatchValue plan={plan} onText={(text) => setPlan({ ...plan, text })} />
      <p role="status" data-changes={changes.length}>
        {t('batch.sum', { count: changes.length, total: records.length })}
      </p>
      {changes.length > 0 && (
        <div className={styles['preview']} tabIndex={0} role="region" aria-label={t('batch.preview')}>
          <table>
            <thead>
              <tr>
                <th>{t('batch.record')}</th>
                <th>{t('batch.before')}</th>
                <th>{t('batch.after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.slice(0, SHOWN).map(({ record, before, after }) => (
                <tr key={record.id}>
                  <td>{labels.code(record) || labels.full(record)}</td>
                  <td>{before === '' ? <em>{t('value.empty')}</em> : before}</td>
                  <td>{after === '' ? <em>{t('value.empty')}</em> : after}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {changes.length > SHOWN && <p>{t('batch.more', { count: changes.length - SHOWN })}</p>}
        </div>
      )}
      <DialogButtons>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button variant="primary" isDisabled={changes.length === 0} onPress={() => void write()}>
          {t('batch.write', { count: changes.length })}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
