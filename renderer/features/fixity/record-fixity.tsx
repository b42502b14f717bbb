/** When the chosen record's scan was read again last, and whether it was what it should be. Stands under the inspector. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileOf } from '../../../shared/model/record-values.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { printRoute } from '../../ui/route.ts';
import { whenOf } from '../../ui/when.ts';
import styles from './fixity.module.css';

type Audited = Output<'audit.of'> & { readonly sha256: string };

export function RecordFixity({ records }: { records: readonly CatalogueRecord[] }) {
  const { t, i18n } = useTranslation();
  const { host } = useDesk();
  const [only, ...more] = records;
  const sha256 = only === undefined || more.length > 0 ? null : (fileOf(only.values)?.sha256 ?? null);
  const [known, setKnown] = useState<Audited | null>(null);
  useEffect(() => {
    if (sha256 === null) return undefined;
    let isGone = false;
    const ask = () =>
      void host.call('audit.of', { sha256 }).then((answer) => {
        if (!isGone && answer.ok) setKnown({ ...answer.value, sha256 });
      });
    ask();
    let wasBusy = false;
    const stopListening = host.on('jobs.changed', ({ jobs }) => {
      const isBusy = jobs.some((job) => (job.kind === 'audit' || job.kind === 'repair') && isOpenJob(job));
      if (wasBusy && !isBusy) ask();
      wasBusy = isBusy;
    });
    return () => {
      isGone = true;
      stopListening();
    };
  }, [host, sha256]);
  if (known === null || known.sha256 !== sha256) return null;
  const { outcome, at } = known;
  const words = t(`fixity.recordLine.${outcome}`, { when: at === null ? '' : whenOf(at, i18n.language) });
  return (
    <div className={styles['recordLine']} data-fixity={outcome}>
      {outcome !== 'never' && <Icon name={outcome === 'sound' ? 'check' : 'warning'} />}
      {outcome === 'damaged' ? <a href={printRoute({ screen: 'fixity' })}>{words}</a> : <span>{words}</span>}
    </div>
  );
}
