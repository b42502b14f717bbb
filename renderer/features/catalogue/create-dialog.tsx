/** Makes a record of one level: number, title in three languages, dates as written. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from 'react-aria-components';
import { v7 as newId } from 'uuid';
import { LANGUAGES, type Level } from '../../../shared/model/record-types.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { goToRecord } from '../../ui/route.ts';
import { TextField } from '../../ui/text-field.tsx';
import styles from './create-dialog.module.css';
import { EMPTY_DRAFT, fieldsOfDraft, problemOfNumber, type RecordDraft } from './draft-record.ts';
import { hasNumber } from './levels.ts';

type CreateDialogProps = {
  level: Level;
  parent: string | null;
  /** What it is made in, for the person to see. */
  parentLabel: string | null;
  onClose: () => void;
};

export function CreateDialog({ level, parent, parentLabel, onClose }: CreateDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [draft, setDraft] = useState<RecordDraft>(EMPTY_DRAFT);
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const numberProblem = hasNumber(level) ? problemOfNumber(draft.number, level) : null;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (numberProblem !== null || saving) return;
    setSaving(true);
    const id = newId();
    const isSafe = await desk.write('record.create', [newRecord(id, level, fieldsOfDraft(draft, parent))]);
    setSaving(false);
    if (!isSafe) return;
    onClose();
    goToRecord(id);
  };

  return (
    <Dialog title={t(`create.${level}`)} onClose={onClose}>
      <Form className={styles['form'] ?? ''} validationBehavior="aria" onSubmit={(event) => void save(event)}>
        {parentLabel !== null && <p className={styles['place']}>{t('create.in', { place: parentLabel })}</p>}
        {hasNumber(level) && (
          <TextField
            label={t('field.number')}
            value={draft.number}
            onChange={(number) => setDraft({ ...draft, number })}
            hint={t(`numberHint.${level}`)}
            problem={tried && numberProblem !== null ? t(numberProblem) : undefined}
            autoFocus
          />
        )}
        {LANGUAGES.map((language) => (
          <TextField
            key={language}
            label={t(`field.title/${language}`)}
            value={draft.titles[language]}
            lang={language}
            onChange={(text) => setDraft({ ...draft, titles: { ...draft.titles, [language]: text } })}
          />
        ))}
        <TextField
          label={t('field.dates')}
          value={draft.dates}
          onChange={(dates) => setDraft({ ...draft, dates })}
          hint={t('create.datesHint')}
        />
        <DialogButtons>
          <Button onPress={onClose}>{t('act.cancel')}</Button>
          <Button variant="primary" type="submit" isDisabled={saving}>
            {t('act.create')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
