/** What can be done with the text of what is chosen, below its description: its languages, reading, export; commands of the palette. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LEVELS } from '../../../shared/model/record-types.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useCommands, type Command } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Menu } from '../../ui/menu.tsx';
import { ExportDialog, type ExportFormat } from './export-dialog.tsx';
import { MisreadDialog } from './misread-dialog.tsx';
import { ReadAsLine } from './read-as.tsx';
import { ReadSelectionDialog } from './read-selection-dialog.tsx';
import styles from './reading.module.css';

/** Levels that have pages below them, or are one. */
const READ: ReadonlySet<string> = new Set(LEVELS);
const EXPORTED: ReadonlySet<string> = new Set(['unit', 'volume', 'document', 'page']);

type Asked =
  | { readonly what: 'read' | 'misread'; readonly records: readonly CatalogueRecord[] }
  | { readonly what: ExportFormat; readonly record: CatalogueRecord };

export function ReadingPanel({ records }: { records: readonly CatalogueRecord[] }) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const [asked, setAsked] = useState<Asked | null>(null);
  const readable = records.filter((record) => READ.has(record.t) && !record.deleted);
  const commands = useReadingCommands(records, readable, setAsked);
  const single = records.length === 1 ? (readable[0] ?? null) : null;
  const isDescribed = single !== null && single.t !== 'page';
  return (
    <>
      {readable.length > 0 && (isDescribed || commands.length > 0) && (
        <section className={styles['panel']} aria-label={t('reading.heading')}>
          {isDescribed && <ReadAsLine key={single.id} record={single} isReadOnly={!capabilities.canWrite} />}
          <Menu
            label={t('reading.heading')}
            acts={commands
              .filter((command) => command.isDisabled !== true)
              .map(({ id, label, run }) => ({ id, label, act: run }))}
          />
        </section>
      )}
      {asked !== null && <AskedDialog asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function AskedDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  switch (asked.what) {
    case 'read':
      return <ReadSelectionDialog records={asked.records} onClose={onClose} />;
    case 'misread':
      return <MisreadDialog records={asked.records} onClose={onClose} />;
    default:
      return <ExportDialog record={asked.record} format={asked.what} onClose={onClose} />;
  }
}

/** Also in the palette; none where nothing may be written. */
function useReadingCommands(
  records: readonly CatalogueRecord[],
  readable: readonly CatalogueRecord[],
  ask: (asked: Asked) => void,
): readonly Command[] {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const only = records.length === 1 ? readable[0] : undefined;
  const exported = only !== undefined && EXPORTED.has(only.t) ? only : null;
  const commands: Command[] = [
    {
      id: 'reading.read',
      label: t('reading.read'),
      isDisabled: readable.length === 0,
      run: () => ask({ what: 'read', records: readable }),
    },
    {
      id: 'reading.misread',
      label: t(readable.length === 0 ? 'reading.misreadAll' : 'reading.misread'),
      run: () => ask({ what: 'misread', records: readable }),
    },
    ...(['pdf', 'alto'] as const).map((format) => ({
      id: `reading.export.${format}`,
      label: t(`reading.exportAs.${format}`),
      isDisabled: exported === null,
      run: () => {
        if (exported !== null) ask({ what: format, record: exported });
      },
    })),
  ];
  const given = capabilities.canWrite ? commands : [];
  useCommands(given);
  return given;
}
