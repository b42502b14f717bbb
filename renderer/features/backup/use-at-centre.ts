/** Whether the centre has what was written of the record that is chosen, and its scan. */
import { useEffect, useState } from 'react';
import { fileOf, imageOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useSyncStatus } from '../../db/sync-status.ts';
import { useDesk } from '../../ui/desk.ts';

/** Steps of a file's way on which the centre has verified it. */
const THERE: ReadonlySet<string> = new Set(['verified', 'evictable', 'elsewhere']);

/** Null: that cannot be said, or there is no centre; of several records nothing is said. */
export function useAtCentre(records: readonly CatalogueRecord[]): boolean | null {
  const { host } = useDesk();
  const status = useSyncStatus();
  const [record, ...more] = records;
  const isAsked = status?.link === 'linked' && record !== undefined && more.length === 0;
  const scan = isAsked ? (fileOf(record.values) ?? imageOf(record.values))?.sha256 : undefined;
  /** Another one with every change of the record. */
  const question = isAsked ? `${record.id} ${record.n} ${scan ?? ''}` : null;
  const [known, setKnown] = useState<{ readonly question: string; readonly atCentre: boolean } | null>(null);
  useEffect(() => {
    if (question === null) return undefined;
    const [id = '', , sha256 = ''] = question.split(' ');
    let last = 0;
    const ask = async () => {
      last += 1;
      const mine = last;
      const answer = await host.call('record.atCentre', { id });
      if (!answer.ok) return;
      let { atCentre } = answer.value;
      if (atCentre && sha256 !== '') {
        const where = await host.call('sync.files.where', { sha256: [sha256] });
        atCentre = where.ok && THERE.has(where.value.files[0]?.way ?? '');
      }
      if (mine === last) setKnown({ question, atCentre });
    };
    void ask();
    const stops = [
      host.on('sync.changed', () => void ask()),
      host.on('sync.files.changed', () => {
        if (sha256 !== '') void ask();
      }),
    ];
    return () => {
      last += 1;
      for (const stop of stops) stop();
    };
  }, [host, question]);
  return known !== null && known.question === question ? known.atCentre : null;
}
