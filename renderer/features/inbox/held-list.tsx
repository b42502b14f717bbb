/**
 * Work that is held back: here, because it cannot come to count by itself; at the centre, because the station was shut out, the
 * account closed, or it could not be checked. What it is, by whom and from where; a person lets it in or leaves it where it is,
 * and whatever they decide, it is kept.
 */
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSyncStatus } from '../../db/sync-status.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { troubleKey } from '../../ui/trouble-key.ts';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { heldGroups, type HeldGroup } from './held-groups.ts';
import { HeldWork } from './held-work.tsx';
import type { InboxParts } from './inbox-parts.ts';
import styles from './inbox.module.css';
import { useHeld, type Held } from './use-held.ts';
import { useWaiting } from './use-waiting.ts';
import { WaitingList } from './waiting-list.tsx';

export function HeldList({ parts }: { parts: InboxParts }) {
  const { t } = useTranslation();
  const link = useSyncStatus()?.link ?? 'none';
  const here = useWaiting().works.length > 0 ? <WaitingList parts={parts} /> : null;
  const place = useRef<HTMLDivElement>(null);
  useKeptFocus(place, 'place');
  return (
    // Scrolls by keyboard too, and has the focus of a button that went with what was decided.
    <div
      ref={place}
      className={styles['scroll']}
      tabIndex={0}
      role="region"
      aria-label={t('inbox.part.held')}
    >
      {link === 'linked' ? (
        <AtCentre parts={parts} here={here} />
      ) : (
        (here ?? <EmptyState icon="info" title={t('inbox.noCentre')} hint={t('inbox.noCentreHint')} />)
      )}
    </div>
  );
}

function AtCentre({ parts, here }: { parts: InboxParts; here: ReactNode }) {
  const { t, i18n } = useTranslation();
  const held = useHeld();
  const { items, code, more, refresh } = held;
  const trouble = code === null ? null : troubleKey(code, (key) => i18n.exists(key));
  const isEmpty = (items ?? []).length === 0 && trouble === null;
  if (isEmpty && here !== null) return here;
  if (items === undefined && code === null) return <p className={styles['loading']}>{t('list.loading')}</p>;
  if (isEmpty)
    return <EmptyState icon="check" title={t('inbox.none.held')} hint={t('inbox.noneHint.held')} />;
  return (
    <>
      {here}
      {trouble !== null && (
        <div className={styles['trouble']} role="alert" data-code={code}>
          <p>{[t(`${trouble}.what`), t(`${trouble}.kept`), t(`${trouble}.do`)].join(' ')}</p>
          <Button onPress={refresh}>{t('trouble.retry')}</Button>
        </div>
      )}
      {items !== undefined && <p className={styles['soft']}>{t('inbox.held.hint')}</p>}
      {heldGroups(items ?? []).map((group) => (
        <Group key={group.key} group={group} held={held} parts={parts} />
      ))}
      {more !== null && <Button onPress={more}>{t('inbox.held.more')}</Button>}
    </>
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
  // What the buttons of the whole say already.
  const isSingle = items.length === 1 || !capabilities.canWrite;
  return (
    <div
      role="group"
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
            onDecide={isSingle ? null : (decision) => void held.decide([item], decision)}
          />
        ))}
      </ul>
    </div>
  );
}
