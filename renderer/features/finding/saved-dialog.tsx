/** The saved searches: what each asks, another name, the bin. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteRecord, setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import type { FindQuery } from '../../ui/find-query.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './finding-page.module.css';
import { savedQuery } from './saved-query.ts';
import { searchSummary } from './search-summary.ts';

type SavedDialogProps = {
  saved: readonly CatalogueRecord[];
  onFind: (query: FindQuery) => void;
  onClose: () => void;
};

export function SavedDialog({ saved, onFind, onClose }: SavedDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const [renamed, setRenamed] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const mayWrite = desk.capabilities.canWrite;
  const bin = async (record: CatalogueRecord) => {
    if (await desk.write('search.bin', [deleteRecord(record)])) {
      desk.say({ text: t('said.binned', { count: 1 }), undo: true });
    }
  };
  const rename = async (record: CatalogueRecord, name: string) => {
    const isSame = name.trim() === '' || name.trim() === labels.title(record);
    const fields = { [`label/${labels.language}`]: name.trim() };
    if (isSame || (await desk.write('search.edit', [setFields(record, fields)]))) setRenamed(null);
  };
  return (
    <Dialog title={t('find.saved.manage')} onClose={onClose} wide>
      {saved.length === 0 && <p>{t('find.saved.none')}</p>}
      <ul className={styles['savedList']} aria-label={t('find.saved.label')}>
        {saved.map((record) => {
          const name = labels.title(record);
          const query = savedQuery(record.values);
          return (
            <li key={record.id} className={styles['savedRow']}>
              {renamed?.id === record.id ? (
                <form
                  className={styles['savedName']}
                  onSubmit={(event) => {
                    event.preventDefault();
                    void rename(record, renamed.name);
                  }}
                >
                  <TextField
                    label={t('find.saved.name')}
                    value={renamed.name}
                    onChange={(next) => setRenamed({ id: record.id, name: next })}
                    autoFocus
                  />
                  <Button type="submit">{t('start.save')}</Button>
                </form>
              ) : (
                <div className={styles['savedName']}>
                  <Button
                    variant="quiet"
                    icon="search"
                    onPress={() => {
                      onClose();
                      onFind(query);
                    }}
                  >
                    {name}
                  </Button>
                  <span className={styles['soft']}>{searchSummary(query, t)}</span>
                </div>
              )}
              {mayWrite && (
                <>
                  <IconButton
                    icon="edit"
                    label={t('find.saved.rename', { name })}
                    onPress={() => setRenamed({ id: record.id, name })}
                  />
                  <IconButton
                    icon="bin"
                    label={t('find.saved.bin', { name })}
                    onPress={() => void bin(record)}
                  />
                </>
              )}
            </li>
          );
        })}
      </ul>
      <DialogButtons>
        <Button variant="primary" onPress={onClose}>
          {t('act.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
