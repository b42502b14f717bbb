/**
 * Work on this station that cannot come to count by itself: what it is, by whom and from where, and what happened. A person has
 * its values written again or leaves it; whatever they decide, it is kept.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockMs } from '../../../shared/sync/clock.ts';
import { usePersonName } from '../../db/hooks.ts';
import { useStationOf } from '../../db/stations.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { HeldWork } from './held-work.tsx';
import type { InboxParts } from './inbox-parts.ts';
import styles from './inbox.module.css';
import { useWaiting, type WaitingWork } from './use-waiting.ts';
import { isOpenWork, waitingOrder, writerOf } from './waiting-words.ts';

export function WaitingList({ parts }: { parts: InboxParts }) {
  const { works, ask } = useWaiting();
  return waitingOrder(works).map((work) => <Work key={work.key} work={work} parts={parts} onDone={ask} />);
}

type WorkProps = { work: WaitingWork; parts: InboxParts; onDone: () => void };

function Work({ work, parts, onDone }: WorkProps) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const { kind, total, isLeft } = work;
  const { station, heading } = useWhence(work);
  return (
    <div
      role="group"
      className={styles['clash']}
      aria-label={heading}
      data-waiting={kind}
      data-left-as-it-is={isLeft}
    >
      <h2>{heading}</h2>
      <p>{t(`inbox.waiting.why.${kind}`, { count: total })}</p>
      {kind === 'stranded' && station !== null && <p>{t('inbox.waiting.mayBring', { station })}</p>}
      {isLeft && <p className={styles['soft']}>{t('inbox.waiting.left')}</p>}
      {kind !== 'newer' && capabilities.canWrite && <Acts work={work} onDone={onDone} />}
      <Pieces work={work} parts={parts} />
    </div>
  );
}

/** Who wrote it and where, as a heading; `station` null where its name is not known. */
function useWhence(work: WaitingWork): { station: string | null; heading: string } {
  const { t } = useTranslation();
  const { replica, pieces } = work;
  const person = usePersonName(writerOf(work) ?? '');
  const known = useStationOf(`${replica}:1`);
  const station = known === null || known.name === '' ? null : known.name;
  const where = known?.isThis === true ? t('value.thisStation') : (station ?? t('inbox.held.someStation'));
  const heading = pieces.length === 0 ? where : `${person ?? t('value.someone')} · ${where}`;
  return { station, heading };
}

function Pieces({ work: { pieces, total }, parts }: Omit<WorkProps, 'onDone'>) {
  const { t } = useTranslation();
  return (
    <>
      <ul>
        {pieces.map(({ op, rec, t: level, kind, values, at }) => (
          <HeldWork
            key={`${op} ${rec}`}
            item={{ id: op, rec, t: level, kind, values, at: new Date(clockMs(at)).toISOString() }}
            parts={parts}
            onDecide={null}
          />
        ))}
      </ul>
      {total > pieces.length && pieces.length > 0 && (
        <p className={styles['soft']}>{t('inbox.waiting.more', { count: total - pieces.length })}</p>
      )}
    </>
  );
}

function Acts({ work, onDone }: Omit<WorkProps, 'parts'>) {
  const { t } = useTranslation();
  const { host, reportError, say } = useDesk();
  const [isBusy, setIsBusy] = useState(false);
  const { key, kind, total, isLeft } = work;
  const settle = async (act: () => Promise<void>) => {
    setIsBusy(true);
    await act();
    setIsBusy(false);
    onDone();
  };
  const letCount = () =>
    settle(async () => {
      const answer = await host.call('journal.letCount', { key });
      if (!answer.ok) {
        return reportError({ code: answer.code, details: answer.details, retry: () => void letCount() });
      }
      const undo = kind !== 'stranded';
      say({ text: t('inbox.waiting.said', { count: answer.value.records }), undo });
    });
  const leave = () =>
    settle(async () => {
      const answer = await host.call('journal.leaveWaiting', { key, isLeft: true });
      if (!answer.ok) reportError({ code: answer.code, details: answer.details });
    });
  return (
    <div className={styles['acts']}>
      <Button
        {...(isOpenWork(work) ? { variant: 'primary' as const } : {})}
        isDisabled={isBusy}
        onPress={() => void letCount()}
      >
        {t(`inbox.waiting.write.${kind}`, { count: total })}
      </Button>
      {!isLeft && (
        <Button isDisabled={isBusy} onPress={() => void leave()}>
          {t(kind === 'stranded' ? 'inbox.waiting.wait' : 'inbox.held.leave')}
        </Button>
      )}
    </div>
  );
}
