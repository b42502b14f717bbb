/** One field of many records at once: what would change is shown before it is written, and one undo takes it all back. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './batch-dialog.module.css';
import { BATCH_FIELDS, BATCH_MODES, batchEdits, changesOf, type BatchPlan } from './batch-plan.ts';

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
  });
  const [saving, setSaving] = useState(false);
  const changes = changesOf(records, plan);
  const write = async () => {
    setSaving(true);
    const isSafe = await desk.write('record.batch', batchEdits(changes, plan.field));
    setSaving(false);
    if (!isSafe) return;
    onClose();
    desk.say({ text: t('said.batched', { count: changes.length }), undo: true });
  };

  return (
    <Dialog title={t('batch.title', { count: records.length })} onClose={onClose} wide>
      <div className={styles['choices']}>
        <Choice
          label={t('batch.field')}
          options={BATCH_FIELDS.map((field) => ({ value: field, label: t(`field.${field}`) }))}
          value={plan.field}
          onChange={(field) => setPlan({ ...plan, field })}
        />
        <Choice
          label={t('batch.mode')}
          options={BATCH_MODES.map((mode) => ({ value: mode, label: t(`batch.modes.${mode}`) }))}
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
      {plan.mode !== 'clear' && (
        <TextField
          label={t(plan.mode === 'replace' ? 'batch.by' : 'batch.text')}
          value={plan.text}
          onChange={(text) => setPlan({ ...plan, text })}
        />
      )}
      <p role="status" data-changes={changes.length}>
        {t('batch.sum', { count: changes.length, total: records.length })}
      </p>
      {changes.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard too
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
        <Button variant="primary" isDisabled={changes.length === 0 || saving} onPress={() => void write()}>
          {t('batch.write', { count: changes.length })}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
