/** Fixity in the status bar: silent while all is well; and its commands. */
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { goTo } from '../../ui/route.ts';
import sign from '../../ui/status-sign.module.css';
import { useFixity } from './use-fixity.ts';

export function FixitySign() {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const { status, jobs, audit, repair } = useFixity();
  const damaged = status?.damaged ?? 0;
  const isBusy = jobs.length > 0;
  useCommands(
    capabilities.canWrite
      ? [
          { id: 'fixity.all', label: t('fixity.auditAll'), isDisabled: isBusy, run: () => audit('all') },
          {
            id: 'fixity.sample',
            label: t('fixity.auditSample'),
            isDisabled: isBusy,
            run: () => audit('sample'),
          },
          {
            id: 'fixity.repair',
            label: t('fixity.repairBackup'),
            isDisabled: isBusy || damaged === 0,
            run: () => repair(null),
          },
        ]
      : [],
  );
  if (damaged === 0) return null;
  return (
    <button
      type="button"
      className={sign['sign']}
      data-tone="warn"
      data-fixity="damaged"
      onClick={() => goTo({ screen: 'fixity' })}
    >
      <Icon name="warning" />
      {t('fixity.sign', { count: damaged })}
    </button>
  );
}
