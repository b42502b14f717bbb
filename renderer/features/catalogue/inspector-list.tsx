/**
 * An element of which there may be any number: other titles, codes, creators, notes. Each entry is a field of its own, so
 * that two people who add at once both stay. A new one is there once something is typed in it.
 */
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import type { ElementOfKind } from '../../../shared/model/elements.ts';
import { entriesOf } from '../../../shared/model/record-values.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useStore } from '../../db/use-live.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { useLabels } from '../../ui/use-label.ts';
import { EditField } from './edit-field.tsx';
import { entryName } from './field-text.ts';
import { EntryAside } from './inspector-entry-aside.tsx';
import { emptyEntry, entryText, withText, type ListEntry } from './inspector-entries.ts';
import styles from './inspector.module.css';

type ListElementProps = {
  record: CatalogueRecord;
  name: ElementOfKind<'list'>;
  isReadOnly: boolean;
  /** What stands below it. */
  children: ReactNode;
};

export function ListElement({ record, name, isReadOnly, children }: ListElementProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { language } = useLabels();
  const left = useLeftEntries(record.id, name);
  const [added, setAdded] = useState<readonly ListEntry[]>([]);
  const saved: readonly ListEntry[] = entriesOf(record.values, name);
  const fresh = [...left.map((id) => ({ id, value: emptyEntry(name, language) })), ...added].filter(
    (entry) => !saved.some(({ id }) => id === entry.id),
  );
  const entries = [...saved, ...fresh];

  const write = (entry: ListEntry) => {
    const isSaved = saved.some(({ id }) => id === entry.id);
    if (isSaved)
      void desk.write('record.edit', [setFields(record, { [`${name}/${entry.id}`]: entry.value })]);
    else setAdded([...added.filter(({ id }) => id !== entry.id), entry]);
  };
  const remove = async (entry: ListEntry) => {
    setAdded(added.filter(({ id }) => id !== entry.id));
    if (!saved.some(({ id }) => id === entry.id)) return;
    const isSafe = await desk.write('record.edit', [setFields(record, { [`${name}/${entry.id}`]: null })]);
    if (isSafe) desk.say({ text: t('said.entryRemoved', { name: t(`field.${name}`) }), undo: true });
  };

  return (
    <div className={styles['list']} data-element={name} data-edit={name}>
      {(entries.length > 0 || isReadOnly) && <p className={styles['label']}>{t(`field.${name}`)}</p>}
      {entries.length > 0 && (
        <ul aria-label={t(`field.${name}`)}>
          {entries.map((entry, index) => (
            <li key={entry.id} className={styles['entry']}>
              <EditField
                record={record}
                field={`${name}/${entry.id}`}
                label={entryName(t(`entry.${name}`), index + 1)}
                shown={entryText(entry.value)}
                read={(text) => ({ value: withText(entry.value, text) })}
                {...('language' in entry.value ? { lang: entry.value.language } : {})}
                multiline={name !== 'otherCodes'}
                isReadOnly={isReadOnly}
                autoFocus={added.at(-1)?.id === entry.id}
                hideLabel
              />
              <div className={styles['aside']}>
                <EntryAside entry={entry} number={index + 1} isReadOnly={isReadOnly} onChange={write} />
                {!isReadOnly && (
                  <IconButton
                    icon="close"
                    label={t('field.removeEntry', { name: entryName(t(`entry.${name}`), index + 1) })}
                    onPress={() => void remove(entry)}
                  />
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {!isReadOnly && (
        <div>
          <Button
            variant="quiet"
            icon="plus"
            onPress={() => {
              // One empty entry is enough.
              const waiting = added.filter(({ id }) => !saved.some((entry) => entry.id === id));
              if (waiting.length === 0)
                setAdded([...added, { id: newId(), value: emptyEntry(name, language) }]);
            }}
          >
            {t(`addEntry.${name}`)}
          </Button>
        </div>
      )}
      {children}
    </div>
  );
}

/** New entries whose text a crash left as drafts; without a row of their own nobody would be offered them. */
function useLeftEntries(record: string, name: string): readonly string[] {
  const { drafts, desk } = useCatalogue();
  const open = useStore(desk);
  const [ids, setIds] = useState<readonly string[]>([]);
  useEffect(() => {
    let stale = false;
    const start = `${name}/`;
    async function read(): Promise<void> {
      const all = await drafts.all();
      const own = all.filter((draft) => draft.record === record && draft.field.startsWith(start));
      if (!stale) setIds(own.map(({ field }) => field.slice(start.length)));
    }
    if (open !== null) void read();
    return () => {
      stale = true;
    };
  }, [drafts, open, record, name]);
  return ids;
}
