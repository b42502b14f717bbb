/** Makes or edits a template: its names, which fields it shows in which order, which must be filled, what a record begins with. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import { LANGUAGES } from '../../../shared/model/record-types.ts';
import { newRecord, setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import { SaveDialog } from '../../ui/save-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { fieldsOfTemplate, isNameless, withMove, withRow, type TemplateDraft } from './template-draft.ts';
import { TemplateRowFields } from './template-row.tsx';
import styles from './templates.module.css';

type TemplateDialogProps = {
  /** Null: a new one. */
  template: CatalogueRecord | null;
  first: TemplateDraft;
  onClose: () => void;
};

export function TemplateDialog({ template, first, onClose }: TemplateDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const isWithoutName = isNameless(draft);

  const save = async () => {
    setTried(true);
    if (isWithoutName) return;
    const fields = fieldsOfTemplate(draft, template?.values ?? {});
    if (Object.keys(fields).length === 0) return onClose();
    const isSafe =
      template === null
        ? await desk.write('template.create', [newRecord(newId(), 'template', withoutEmpty(fields))])
        : await desk.write('template.edit', [setFields(template, fields)]);
    if (!isSafe) return;
    desk.say({ text: t('said.templateSaved'), undo: true });
    onClose();
  };
  const title = t(template === null ? 'template.newTitle' : 'template.editTitle', {
    level: t(`level.${draft.level}`),
  });
  return (
    <SaveDialog title={title} onSave={() => void save()} onClose={onClose} wide>
      <div className={styles['names']}>
        {LANGUAGES.map((language, index) => (
          <TextField
            key={language}
            label={t(`field.label/${language}`)}
            lang={language}
            value={draft.labels[language]}
            onChange={(text) => setDraft({ ...draft, labels: { ...draft.labels, [language]: text } })}
            autoFocus={index === 0}
            problem={tried && isWithoutName && index === 0 ? t('template.nameless') : undefined}
          />
        ))}
      </div>
      <p className={styles['hint']}>{t('template.hint')}</p>
      <ol className={styles['rows']} aria-label={t('template.fields')}>
        {draft.rows.map((row, index) => (
          <TemplateRowFields
            key={row.name}
            row={row}
            isFirst={index === 0}
            isLast={index === draft.rows.length - 1}
            onChange={(change) => setDraft(withRow(draft, row.name, change))}
            onMove={(by) => setDraft(withMove(draft, row.name, by))}
          />
        ))}
      </ol>
    </SaveDialog>
  );
}

/** A new record says only what there is. */
function withoutEmpty(fields: ReturnType<typeof fieldsOfTemplate>): ReturnType<typeof fieldsOfTemplate> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
