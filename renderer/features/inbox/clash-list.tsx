/** Reference codes that lead to more than one record: each of them, to be looked at and given another number. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAncestors, useRecord, useRecordState } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { headsOf } from '../../../shared/sync/view.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { fullCodeOf } from '../../ui/reference-code.ts';
import { printRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import type { InboxParts } from './inbox-parts.ts';
import styles from './inbox.module.css';
import type { Clash, Clashes } from './use-clashes.ts';

type ClashListProps = { clashes: Clashes | null | undefined; parts: InboxParts };

export function ClashList({ clashes, parts }: ClashListProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<CatalogueRecord | null>(null);
  if (clashes === undefined) return <p className={styles['loading']}>{t('list.loading')}</p>;
  if (clashes === null) return <p className={styles['loading']}>{t('inbox.notTold')}</p>;
  if (clashes.total === 0) {
    return <EmptyState icon="check" title={t('inbox.none.clashes')} hint={t('inbox.noneHint.clashes')} />;
  }
  const { Renumber } = parts;
  return (
    // Scrolls by keyboard too.
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('inbox.part.clashes')}>
      <p className={styles['soft']}>{t('inbox.clashHint')}</p>
      {clashes.clashes.map((clash) => (
        <ClashGroup key={clash.ids.join()} clash={clash} parts={parts} onRenumber={setAsked} />
      ))}
      {clashes.clashes.length < clashes.total && (
        <p className={styles['soft']}>{t('inbox.more', { count: clashes.total - clashes.clashes.length })}</p>
      )}
      {asked !== null && <Renumber record={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

type ClashGroupProps = {
  clash: Clash;
  parts: InboxParts;
  onRenumber: (record: CatalogueRecord) => void;
};

function ClashGroup({ clash, parts, onRenumber }: ClashGroupProps) {
  const labels = useLabels();
  const [first = null] = clash.ids;
  const record = useRecord(first);
  const above = useAncestors(first);
  const code = record ? fullCodeOf([...(above ?? []), record], labels.language) : null;
  const title = code ?? (record ? labels.code(record) : '…');
  return (
    <section className={styles['clash']} aria-label={title} data-clash-group={clash.ids.length}>
      <h2>{title}</h2>
      <ul>
        {clash.ids.map((id) => (
          <ClashRow key={id} id={id} parts={parts} onRenumber={onRenumber} />
        ))}
      </ul>
    </section>
  );
}

type ClashRowProps = { id: string; parts: InboxParts; onRenumber: (record: CatalogueRecord) => void };

function ClashRow({ id, parts: { WhoWhen }, onRenumber }: ClashRowProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const { capabilities } = useDesk();
  const record = useRecord(id);
  const state = useRecordState(id);
  const given = state ? headsOf(state, 'number').at(-1) : undefined;
  if (!record) return null;
  return (
    <li className={styles['clashRow']}>
      <div>
        <a href={printRoute({ screen: 'record', id, page: null })}>{labels.full(record)}</a>
        {given !== undefined && (
          <p className={styles['soft']}>
            {t('inbox.numbered')} <WhoWhen by={given.u} at={given.h} op={given.id} />
          </p>
        )}
      </div>
      {capabilities.canWrite && (
        <Button
          icon="edit"
          name={`${t('inbox.renumber')}: ${labels.full(record)}`}
          onPress={() => onRenumber(record)}
        >
          {t('inbox.renumber')}
        </Button>
      )}
    </li>
  );
}
