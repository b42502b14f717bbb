/**
 * Makes records of one level, by keys as quickly as a paper inventory is read out: the next number stands there, Enter
 * makes the record, and with “and another” the dialog stays for the next one.
 */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from 'react-aria-components';
import { v7 as newId } from 'uuid';
import { layoutOf, presetFields } from '../../../shared/model/layout.ts';
import type { Level } from '../../../shared/model/record-types.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { useAncestors, useRecord } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { goToRecord } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import { CreateField } from './create-dialog-field.tsx';
import styles from './create-dialog.module.css';
import { habits } from './create-dialog-habits.ts';
import { askedFields, fieldsOfDraft, numberAfter, problemOfField, type RecordDraft } from './draft-record.ts';
import { useTemplates } from './inspector-template.tsx';
import { useSuggestedNumber } from './create-dialog-number.ts';

type CreateDialogProps = {
  level: Level;
  parent: string | null;
  /** What it is made in, for the person to see. */
  parentLabel: string | null;
  onClose: () => void;
};

/** What the dialog remembers of the records that it has made. */
type Made = { readonly count: number; readonly last: string };

export function CreateDialog({ level, parent, parentLabel, onClose }: CreateDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const templates = useTemplates(level);
  const [templateId, setTemplateId] = useState(habits.template.get(level) ?? '');
  const [isAgain, setIsAgain] = useState(habits.isAgain);
  const [typed, setTyped] = useState<RecordDraft>({});
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const suggested = useSuggestedNumber(level, parent);
  const above = useAbove(parent);

  const template = templates.find(({ id }) => id === templateId);
  const layout = layoutOf(level, template?.values ?? null);
  const fields = askedFields(level, layout);
  const draft: RecordDraft = { ...typed, number: typed['number'] ?? suggested.filled };
  const problems = new Map(fields.map((field) => [field, problemOfField(field, draft, level)]));

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if ([...problems.values()].some((problem) => problem !== null) || saving) return;
    setSaving(true);
    const id = newId();
    const presets = {
      ...presetFields(level, layout, newId),
      ...(template === undefined ? {} : { template: template.id }),
    };
    const values = fieldsOfDraft(draft, parent, presets);
    const isSafe = await desk.write('record.create', [newRecord(id, level, values)]);
    setSaving(false);
    if (!isSafe) return;
    if (!isAgain) {
      onClose();
      return goToRecord(id);
    }
    setMade({ count: (made?.count ?? 0) + 1, last: labels.full({ t: level, values }) });
    setTyped({ number: numberAfter(draft['number'] ?? '', labels.language) });
    setTried(false);
  };

  return (
    <Dialog title={t(`create.${level}`)} onClose={onClose}>
      <Form className={styles['form'] ?? ''} validationBehavior="aria" onSubmit={(event) => void save(event)}>
        {parentLabel !== null && <p className={styles['place']}>{t('create.in', { place: parentLabel })}</p>}
        {templates.length > 0 && (
          <Choice
            label={t('field.template')}
            options={[
              { value: '', label: t('template.usual') },
              ...templates.map((each) => ({ value: each.id, label: labels.title(each) })),
            ]}
            value={template?.id ?? ''}
            onChange={(next) => {
              habits.template.set(level, next);
              setTemplateId(next);
            }}
          />
        )}
        {fields.map((field, index) => (
          <CreateField
            // After each record the fields begin anew, and the focus with them.
            key={`${field} ${made?.count ?? 0}`}
            field={field}
            level={level}
            parent={parent}
            above={above}
            element={layout.find(({ name }) => name === field.split('/', 1)[0])}
            text={draft[field] ?? ''}
            isOffered={field === 'number' && typed[field] === undefined && suggested.filled !== ''}
            problem={tried ? (problems.get(field) ?? null) : null}
            next={suggested.next}
            autoFocus={made === null ? index === 0 : field === `title/${labels.language}`}
            onChange={(text) => setTyped({ ...typed, [field]: text })}
          />
        ))}
        <CheckBox
          label={t('create.again')}
          isOn={isAgain}
          onChange={(next) => {
            habits.isAgain = next;
            setIsAgain(next);
          }}
        />
        <p role="status" className={styles['place']} data-made={made?.count ?? 0}>
          {made !== null && t('create.made', { count: made.count, last: made.last })}
        </p>
        <DialogButtons>
          <Button onPress={onClose}>{t(made === null ? 'act.cancel' : 'act.close')}</Button>
          <Button variant="primary" type="submit" isDisabled={saving}>
            {t('act.create')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

/** The records above the new one, from the top down. */
function useAbove(parent: string | null) {
  const record = useRecord(parent);
  const ancestors = useAncestors(parent);
  return record ? [...(ancestors ?? []), record] : [];
}
