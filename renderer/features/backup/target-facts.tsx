/** One folder of backups: what is there, what is due, and what can be done about it. */
import { useTranslation } from 'react-i18next';
import type { TargetStatus } from '../../../shared/rpc/contract-backup.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { Facts, Row } from '../../ui/section.tsx';
import { troubleKey } from '../../ui/trouble-key.ts';
import { whenOf } from '../../ui/when.ts';
import styles from './backup.module.css';
import type { Backup } from './use-backup.ts';

type TargetFactsProps = { target: TargetStatus; backup: Backup };

export function TargetFacts({ target, backup }: TargetFactsProps) {
  const { t, i18n } = useTranslation();
  const { capabilities } = useDesk();
  const when = (at: string) => whenOf(at, i18n.language);
  const { last, rehearsed, next, trouble, state, isThere } = target;
  const isGood = state === 'fine' && trouble === null;
  return (
    <div className={styles['target']} data-target={target.target} data-state={state}>
      <h3 className={isGood ? styles['good'] : styles['warn']}>
        <Icon name={isGood ? 'check' : 'warning'} />
        <span className={styles['path']}>{target.target}</span>
      </h3>
      <Facts
        facts={[
          [
            t('backup.last'),
            last === null
              ? t('backup.never')
              : t('backup.lastLine', { when: when(last.at), files: last.files }),
          ],
          rehearsed === null
            ? null
            : [
                t('backup.rehearsed'),
                rehearsed.ok
                  ? t('backup.rehearsedOk', { when: when(rehearsed.at) })
                  : t('backup.rehearsedBad', { when: when(rehearsed.at) }),
              ],
          target.isRehearsalDue ? [t('backup.rehearsalDue'), t('backup.rehearsalDueHint')] : null,
          next === null ? null : [t('backup.next'), when(next)],
          isThere ? null : [t('backup.place'), t('backup.away')],
          trouble === null
            ? null
            : [t('backup.failed'), t(`${troubleKey(trouble, (key) => i18n.exists(key))}.what`)],
        ]}
      />
      {capabilities.canWrite && <Acts target={target} backup={backup} />}
    </div>
  );
}

function Acts({ target: { target, isThere, isPlanned, last }, backup }: TargetFactsProps) {
  const { t } = useTranslation();
  const { host } = useDesk();
  const isIdle = backup.jobs.length === 0;
  const forget = () => void host.call('backup.forget', { target }).then(backup.refresh);
  return (
    <Row>
      <Button isDisabled={!isIdle || !isThere} onPress={() => backup.begin('backup.begin', target)}>
        {t('backup.now')}
      </Button>
      <Button
        isDisabled={!isIdle || !isThere || last === null}
        onPress={() => backup.begin('backup.rehearse', target)}
      >
        {t('backup.rehearse')}
      </Button>
      {!isPlanned && (
        <Button variant="quiet" onPress={forget}>
          {t('backup.forget')}
        </Button>
      )}
    </Row>
  );
}
