/** Gives a search a name and keeps it, for everybody who works in this archive. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import { newRecord } from '../../../shared/sync/edits.ts';
import { useDesk } from '../../ui/desk.ts';
import { printFindQuery, type FindQuery } from '../../ui/find-query.ts';
import { SaveDialog } from '../../ui/save-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { searchSummary } from './search-summary.ts';

type SaveSearchDialogProps = { query: FindQuery; onClose: () => void };

export function SaveSearchDialog({ query, onClose }: SaveSearchDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { language } = useLabels();
  const [name, setName] = useState(() => searchSummary(query, t));
  const [tried, setTried] = useState(false);
  const isNameless = name.trim() === '';
  const save = async () => {
    setTried(true);
    if (isNameless) return;
    const fields = { [`label/${language}`]: name.trim(), query: printFindQuery(query) };
    if (!(await desk.write('search.create', [newRecord(newId(), 'search', fields)]))) return;
    onClose();
    desk.say({ text: t('said.searchSaved'), undo: true });
  };
  return (
    <SaveDialog title={t('find.saved.save')} onSave={() => void save()} onClose={onClose}>
      <TextField
        label={t('find.saved.name')}
        value={name}
        onChange={setName}
        autoFocus
        hint={t('find.saved.hint')}
        problem={tried && isNameless ? t('find.saved.nameless') : undefined}
      />
    </SaveDialog>
  );
}
