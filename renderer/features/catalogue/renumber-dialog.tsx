/** Gives a record another number; says which are taken, refuses none. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parentOf } from '../../../shared/model/record-values.ts';
import { levelSchema } from '../../../shared/model/record-types.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { useSuggestedNumber } from './create-dialog-number.ts';
import { readField } from './field-text-reading.ts';
import { ClashHint } from './inspector-hints.tsx';

type RenumberDialogProps = { record: CatalogueRecord; onClose: () => void };

export function RenumberDialog({ record, onClose }: RenumberDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const parent = parentOf(record.values);
  const { next } = useSuggestedNumber(levelSchema.catch('unit').parse(record.t), parent);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? next;
  const reading = readField('number', text);
  const isFaulty = 'problem' in reading || text.trim() === '';
  const save = async () => {
    if ('problem' in reading || isFaulty) return;
    // The heads of the record as it was when the dialog was opened: that is what the person decided about.
    if (!(await desk.write('record.renumber', [setFields(record, { number: reading.value })]))) return;
    desk.say({ text: t('said.renumbered', { record: labels.full(record) }), undo: true });
    onClose();
  };
  return (
    <Dialog title={t('renumber.title')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p>{labels.full(record)}</p>
        <TextField
          label={t('field.number')}
          value={text}
          onChange={setTyped}
          autoFocus
          hint={<ClashHint type={record.t} parent={parent} text={text} self={record.id} />}
          problem={'problem' in reading ? t(reading.problem) : undefined}
        />
        <DialogButtons>
          <Button onPress={onClose}>{t('act.cancel')}</Button>
          <Button variant="primary" type="submit" isDisabled={isFaulty}>
            {t('renumber.save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
