/**
 * Work that the centre holds back, because the station was shut out, the account closed, or it could not be checked: what it
 * is, by whom and from where. A person lets it in or leaves it where it is; whatever they decide, it is kept.
 */
import { useTranslation } from 'react-i18next';
import { useSyncStatus } from '../../db/sync-status.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { troubleKey } from '../../ui/trouble-key.ts';
import { heldGroups, type HeldGroup } from './held-groups.ts';
import { HeldWork } from './held-work.tsx';
import type { InboxParts } from './inbox-parts.ts';
import styles from './inbox.module.css';
import { useHeld, type Held } from './use-held.ts';

export function HeldList({ parts }: { parts: InboxParts }) {
  const { t } = useTranslation();
  const link = useSyncStatus()?.link ?? 'none';
  if (link !== 'linked') {
    return <EmptyState icon="info" title={t('inbox.noCentre')} hint={t('inbox.noCentreHint')} />;
  }
  return <AtCentre parts={parts} />;
}

function AtCentre({ parts }: { parts: InboxParts }) {
  const { t, i18n } = useTranslation();
  const held = useHeld();
  const { items, code, more, refresh } = held;
  if (items === undefined && code === null) return <p className={styles['loading']}>{t('list.loading')}</p>;
  const trouble = code === null ? null : troubleKey(code, (key) => i18n.exists(key));
  if (items?.length === 0 && trouble === null) {
    return <EmptyState icon="check" title={t('inbox.none.held')} hint={t('inbox.noneHint.held')} />;
  }
  return (
    // Scrolls by keyboard too.
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('inbox.part.held')}>
      {trouble !== null && (
        <div className={styles['trouble']} role="alert" data-code={code}>
          <p>{[t(`${trouble}.what`), t(`${trouble}.kept`), t(`${trouble}.do`)].join(' ')}</p>
          <Button onPress={refresh}>{t('trouble.retry')}</Button>
        </div>
      )}
      <p className={styles['soft']}>{t('inbox.held.hint')}</p>
      {heldGroups(items ?? []).map((group) => (
        <Group key={group.key} group={group} held={held} parts={parts} />
      ))}
      {more !== null && <Button onPress={more}>{t('inbox.held.more')}</Button>}
    </div>
  );
}

type GroupProps = { group: HeldGroup; held: Held; parts: InboxParts };

function Group({ group, held, parts }: GroupProps) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const { items, code } = group;
  const person = group.person ?? t('value.someone');
  const from = `${person} · ${group.station ?? t('inbox.held.someStation')}`;
  const isLeft = items[0]?.decision === 'leave';
  return (
    <section
      className={styles['clash']}
      aria-label={from}
      data-held={code}
      data-decision={items[0]?.decision}
    >
      <h2>{from}</h2>
      <p>{t(`inbox.held.why.${code}`, { defaultValue: t('inbox.held.why.OTHER') })}</p>
      {isLeft && <p className={styles['soft']}>{t('inbox.held.left')}</p>}
      {capabilities.canWrite && (
        <div className={styles['acts']}>
          <Button variant="primary" onPress={() => void held.decide(items, 'accept')}>
            {t('inbox.held.acceptAll', { count: items.length })}
          </Button>
          {!isLeft && (
            <Button onPress={() => void held.decide(items, 'leave')}>
              {t('inbox.held.leaveAll', { count: items.length })}
            </Button>
          )}
        </div>
      )}
      <ul>
        {items.map((item) => (
          <HeldWork
            key={item.id}
            item={item}
            parts={parts}
            onDecide={capabilities.canWrite ? (decision) => void held.decide([item], decision) : null}
          />
        ))}
      </ul>
    </section>
  );
}
