/** The archive's own name and code, asked at the first start and changed in the settings. */
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../../shared/model/record-values.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { useRecord } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import { TextField } from '../../ui/text-field.tsx';
import styles from './start.module.css';

type ArchiveFormProps = {
  archive: RecordId;
  /** The buttons; one of them submits. */
  children: ReactNode;
  onSaved: () => void;
  autoFocus?: boolean;
};

export function ArchiveForm({ archive, ...props }: ArchiveFormProps) {
  const record = useRecord(archive);
  if (record === undefined || record === null) return null;
  const values = `${textOf(record.values, 'name') ?? ''}\n${textOf(record.values, 'code') ?? ''}`;
  // What was undone, or written in another window, is what the fields begin with.
  return <Fields key={values} record={record} {...props} />;
}

type FieldsProps = Omit<ArchiveFormProps, 'archive'> & { record: CatalogueRecord };

function Fields({ record, children, onSaved, autoFocus = false }: FieldsProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [name, setName] = useState(textOf(record.values, 'name') ?? '');
  const [code, setCode] = useState(textOf(record.values, 'code') ?? '');

  const save = async () => {
    const typed = { name: name.trim(), code: code.trim() };
    const changed = (['name', 'code'] as const).filter(
      (field) => typed[field] !== (textOf(record.values, field) ?? ''),
    );
    const fields = Object.fromEntries(
      changed.map((field) => [field, typed[field] === '' ? null : typed[field]]),
    );
    const isSafe = changed.length === 0 || (await desk.write('archive.name', [setFields(record, fields)]));
    if (isSafe) onSaved();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={styles['form']} onSubmit={onSubmit}>
      <TextField label={t('start.archiveName')} value={name} onChange={setName} autoFocus={autoFocus} />
      <TextField
        label={t('start.archiveCode')}
        hint={t('start.archiveCodeHint')}
        value={code}
        onChange={setCode}
      />
      <div className={styles['choices']}>{children}</div>
    </form>
  );
}
