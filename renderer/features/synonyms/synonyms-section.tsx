/** On the settings page: the words that mean the same for finding; those that came with the program and the archive's own. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import { compareText } from '../../../shared/model/compare-text.ts';
import { synonymGroupsOf, type SynonymGroup } from '../../../shared/query/synonym-groups.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { useSynonymRecords } from '../../db/synonyms.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Row, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { SynonymDialog } from './synonym-dialog.tsx';
import { backEdits, removeEdits } from './synonym-edits.ts';
import { SynonymRow } from './synonym-row.tsx';
import styles from './synonyms.module.css';

const NONE: readonly CatalogueRecord[] = [];

type Asked = { readonly id: RecordId; readonly words: readonly string[] };

export function SynonymsSection() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { language } = useLabels();
  const read = useSynonymRecords();
  const records = read ?? NONE;
  const [sought, setSought] = useState('');
  const [asked, setAsked] = useState<Asked | null>(null);
  const compare = compareText(language);
  const groups = synonymGroupsOf(records).sort(
    (a, b) => Number(a.isDefault) - Number(b.isDefault) || compare(a.words[0] ?? '', b.words[0] ?? ''),
  );
  const wanted = sought.trim().toLowerCase();
  const shown = groups.filter(({ words }) => words.some((word) => word.includes(wanted)));
  const changed = groups.filter(({ isChanged }) => isChanged);
  const { canWrite } = desk.capabilities;
  const add = () => setAsked({ id: newId(), words: [] });
  useCommands(canWrite ? [{ id: 'synonyms.new', label: t('synonyms.new'), run: add }] : []);

  const write = async (command: string, edits: readonly Edit[], said: string) => {
    if (edits.length > 0 && (await desk.write(command, edits))) desk.say({ text: said, undo: true });
  };
  const remove = (group: SynonymGroup) => {
    const record = records.find(({ id }) => id === group.id) ?? null;
    const said = t(group.isDefault ? 'synonyms.saidOff' : 'synonyms.saidRemoved', {
      words: group.words.join(', '),
    });
    void write('synonyms.remove', removeEdits(group, record), said);
  };
  const bringBack = (which: readonly SynonymGroup[]) =>
    void write('synonyms.back', backEdits(which, records), t('synonyms.saidBack', { count: which.length }));

  return (
    <Section id="synonyms" title={t('settings.section.synonyms')} hint={t('synonyms.about')}>
      <div className={styles['find']}>
        <TextField label={t('synonyms.find')} value={sought} onChange={setSought} />
      </div>
      <p role="status" className={styles['hint']}>
        {t('synonyms.count', { count: shown.length })}
      </p>
      <ul className={styles['groups']} aria-label={t('settings.section.synonyms')}>
        {shown.map((group) => (
          <SynonymRow
            key={group.id}
            group={group}
            isReadOnly={!canWrite}
            onEdit={() => setAsked(group)}
            onRemove={() => remove(group)}
            onBack={() => bringBack([group])}
          />
        ))}
      </ul>
      {canWrite && (
        <Row>
          <Button onPress={add}>{t('synonyms.new')}</Button>
          <Button onPress={() => bringBack(changed)} isDisabled={changed.length === 0}>
            {t('synonyms.allBack')}
          </Button>
        </Row>
      )}
      {asked !== null && read !== undefined && (
        <SynonymDialog
          key={asked.id}
          {...asked}
          record={read.find(({ id }) => id === asked.id) ?? null}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  );
}
