/** How the exchange stands: the honest line, what goes on, what is in its way, and the ways to hurry or to hold it. */
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '../../db/sync-status.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { Facts, Fields, Row, Told } from '../../ui/section.tsx';
import { TroubleText } from '../../ui/trouble-dialog.tsx';
import { whenOf } from '../../ui/when.ts';
import { clockWords, syncLine, syncTone, waitOfFiles } from './sync-words.ts';
import styles from './sync.module.css';
import { useSyncActs } from './use-sync-acts.ts';

export function SyncState({ status }: { status: SyncStatus }) {
  const { t, i18n } = useTranslation();
  const { capabilities } = useDesk();
  const line = syncLine(status, i18n.language, (key, values) => t(key, values ?? {}));
  return (
    <>
      <p className={styles['verdict']} data-tone={syncTone(status)} role="status">
        <Icon name={syncTone(status) === 'warn' ? 'warning' : 'exchange'} />
        {line}
      </p>
      <Activity status={status} />
      {status.clock !== null && <ClockOff seconds={status.clock} />}
      {status.trouble !== null && (
        <div className={styles['trouble']} role="alert" data-code={status.trouble.code}>
          <TroubleText trouble={{ code: status.trouble.code, details: status.trouble.details }} />
        </div>
      )}
      <Known status={status} />
      {capabilities.canWrite && <Acts status={status} />}
    </>
  );
}

function Activity({ status }: { status: SyncStatus }) {
  const { t, i18n } = useTranslation();
  const { activity, state } = status;
  const wait = waitOfFiles(status);
  if (activity === null && wait !== null)
    return (
      <p className={styles['soft']} data-wait={wait.why}>
        {t(`sync.filesWait.${wait.why}`, { when: whenOf(wait.until, i18n.language) })}
      </p>
    );
  if (activity === null) return <p className={styles['soft']}>{t(`sync.state.${state}`)}</p>;
  const { work, done, total } = activity;
  const label = t(`sync.work.${work}`);
  return (
    <Row>
      <progress aria-label={label} {...(total === null ? {} : { value: done, max: Math.max(1, total) })} />
      <span>
        {total === null
          ? t('sync.doing', { what: label, done })
          : t('sync.doingOf', { what: label, done, total })}
      </span>
    </Row>
  );
}

/** The clock decides nothing that could be lost, but what people read beside their names would be wrong. */
function ClockOff({ seconds }: { seconds: number }) {
  const { t } = useTranslation();
  const { key, count } = clockWords(seconds);
  return (
    <div role="alert" data-clock={seconds}>
      <Told tone="warn">{`${t(`sync.clock.${key}`, { count })} ${t('sync.clock.do')}`}</Told>
    </div>
  );
}

function Known({ status }: { status: SyncStatus }) {
  const { t, i18n } = useTranslation();
  const { centre, lastContact, lastComplete, next, unsecured, held, older, pause } = status;
  const when = (at: string | null) => (at === null ? t('sync.never') : whenOf(at, i18n.language));
  return (
    <Facts
      facts={[
        centre === null ? null : [t('sync.centre'), `${centre.name} · ${centre.url}`],
        centre === null ? null : [t('sync.station'), centre.device.name],
        [t('sync.lastContact'), when(lastContact)],
        [t('sync.lastComplete'), when(lastComplete)],
        next === null ? null : [t('sync.next'), when(next)],
        pause === null
          ? null
          : [t('sync.pausedUntil'), pause.until === null ? t('sync.untilTold') : when(pause.until)],
        unsecured === 0 ? null : [t('sync.unsecured'), t('sync.changes', { count: unsecured })],
        held === 0 ? null : [t('sync.heldHere'), t('sync.changes', { count: held })],
        older === 0 ? null : [t('sync.older'), t('sync.changes', { count: older })],
      ]}
    />
  );
}

const PAUSES = [
  { value: 'told', hours: null },
  { value: 'hour', hours: 1 },
  { value: 'day', hours: 24 },
] as const;

function Acts({ status: { pause } }: { status: SyncStatus }) {
  const { t } = useTranslation();
  const acts = useSyncActs();
  const options = [
    { value: 'no' as const, label: t('sync.pauses.no') },
    ...PAUSES.map(({ value }) => ({ value, label: t(`sync.pauses.${value}`) })),
  ];
  return (
    <Fields>
      <Button icon="exchange" isDisabled={pause !== null} onPress={acts.now}>
        {t('sync.now')}
      </Button>
      {pause === null ? (
        <Choice
          label={t('sync.pause')}
          options={options}
          value="no"
          onChange={(value) => {
            const chosen = PAUSES.find((each) => each.value === value);
            if (chosen !== undefined) acts.pause(chosen.hours);
          }}
        />
      ) : (
        <Button icon="play" variant="primary" onPress={acts.goOn}>
          {t('sync.goOn')}
        </Button>
      )}
    </Fields>
  );
}
