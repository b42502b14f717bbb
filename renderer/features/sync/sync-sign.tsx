/** The exchange with the centre in the status bar: one honest line; silent where there is no centre. And its commands. */
import { useTranslation } from 'react-i18next';
import { useSyncStatus, type SyncStatus } from '../../db/sync-status.ts';
import { useCommands, type Command } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { goToSection } from '../../ui/section.tsx';
import { askToSignIn } from './sign-in-asked.ts';
import { syncAside, syncLine, syncTone } from './sync-words.ts';
import sign from '../../ui/status-sign.module.css';
import { useSyncActs } from './use-sync-acts.ts';

export function SyncSign() {
  const { t, i18n } = useTranslation();
  const status = useSyncStatus();
  useSyncCommands(status);
  if (status === null || status.link === 'none') return null;
  const tone = syncTone(status);
  const words = (key: string, values?: Record<string, unknown>) => t(key, values ?? {});
  const aside = syncAside(status, words);
  return (
    <span role="status">
      <button
        type="button"
        className={sign['sign']}
        data-sync={status.state}
        data-tone={tone}
        data-unsent={status.unsent.ops + status.unsent.files}
        onClick={() => goToSection('sync')}
      >
        <Icon name={iconOf(status, tone)} />
        {syncLine(status, i18n.language, words)}
        {aside !== null && ` · ${aside}`}
      </button>
    </span>
  );
}

function iconOf({ state }: SyncStatus, tone: ReturnType<typeof syncTone>): IconName {
  if (tone === 'warn') return 'warning';
  return state === 'paused' ? 'pause' : 'exchange';
}

function useSyncCommands(status: SyncStatus | null): void {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const acts = useSyncActs();
  const isLinked = capabilities.canWrite && status !== null && status.link === 'linked';
  const commands: Command[] = [
    { id: 'sync.now', label: t('sync.now'), run: acts.now },
    (status?.pause ?? null) === null
      ? { id: 'sync.pause', label: t('sync.pause'), run: () => acts.pause(null) }
      : { id: 'sync.goOn', label: t('sync.goOn'), run: acts.goOn },
    { id: 'sync.signIn', label: t('sync.signIn.title'), run: askToSignIn },
    ...((status?.person ?? null) === null
      ? []
      : [{ id: 'sync.signOut', label: t('sync.signOut'), run: acts.signOut }]),
  ];
  useCommands(isLinked ? commands : []);
}
