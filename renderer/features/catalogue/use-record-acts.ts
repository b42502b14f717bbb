/** Acts on the records chosen that need no dialog: into the bin, out of it, out of the hierarchy. */
import { useTranslation } from 'react-i18next';
import { deleteRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';

export function useRecordActs() {
  const { t } = useTranslation();
  const desk = useDesk();
  return {
    bin: async (records: readonly CatalogueRecord[]): Promise<boolean> => {
      const isSafe = await desk.write('record.bin', records.map(deleteRecord));
      if (isSafe) desk.say({ text: t('said.binned', { count: records.length }), undo: true });
      return isSafe;
    },
    restore: async (records: readonly CatalogueRecord[]): Promise<boolean> => {
      const isSafe = await desk.write('record.restore', records.map(restoreRecord));
      if (isSafe) desk.say({ text: t('said.restored', { count: records.length }), undo: true });
      return isSafe;
    },
    unplace: async (records: readonly CatalogueRecord[]): Promise<boolean> => {
      const isSafe = await desk.write(
        'record.move',
        records.map((record) => setFields(record, { parent: null })),
      );
      if (isSafe) desk.say({ text: t('said.unplaced', { count: records.length }), undo: true });
      return isSafe;
    },
  };
}
