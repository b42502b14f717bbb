/** Backups in the status bar: the one word that matters, a way to the settings, and their commands. Never a dialog. */
import { useTranslation } from 'react-i18next';
import { useStore } from '../../db/use-live.ts';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { goToSection } from '../../ui/section.tsx';
import sign from '../../ui/status-sign.module.css';
import { whenOf } from '../../ui/when.ts';
import { wordOf, type BackupWord } from './backup-words.ts';
import { chosenSafety } from './chosen-safety.ts';
import { useBackup, type Backup } from './use-backup.ts';

const GOOD = new Set(['fine', 'rehearse', 'none']);

export function BackupSign() {
  const { t, i18n } = useTranslation();
  const backup = useBackup();
  useBackupCommands(backup);
  const chosen = useStore(chosenSafety);
  if (backup.status === null) return null;
  const word = wordOf(backup.status, backup.asOf);
  const isRunning = backup.jobs.some(({ kind }) => kind === 'backup');
  const when = (at: string) => whenOf(at, i18n.language);
  const all = isRunning ? t('backup.sign.running') : textOf(word, t, when);
  const own = chosen === null || chosen.at === null || !GOOD.has(word.word) ? null : when(chosen.at);
  return (
    <button
      type="button"
      className={sign['sign']}
      data-tone={isRunning || GOOD.has(word.word) ? 'fine' : 'warn'}
      data-backup={isRunning ? 'running' : word.word}
      onClick={() => goToSection('backup')}
    >
      {!GOOD.has(word.word) && <Icon name="warning" />}
      {own === null || isRunning ? all : t('backup.record.in', { when: own })}
    </button>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function textOf(word: BackupWord, t: Translate, when: (at: string) => string): string {
  if (word.word === 'late') return t('backup.sign.late', { count: word.days });
  if (word.word === 'fine') return t('backup.sign.fine', { when: when(word.at) });
  return t(`backup.sign.${word.word}`);
}

function useBackupCommands({ status, begin }: Backup): void {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const reachable = (status?.targets ?? []).filter(({ isThere }) => isThere);
  const beginAll = () => reachable.forEach(({ target }) => begin('backup.begin', target));
  const rehearse = () => reachable.slice(0, 1).forEach(({ target }) => begin('backup.rehearse', target));
  const isDisabled = reachable.length === 0;
  useCommands(
    capabilities.canWrite
      ? [
          { id: 'backup.now', label: t('backup.now'), isDisabled, run: beginAll },
          { id: 'backup.rehearse', label: t('backup.rehearse'), isDisabled, run: rehearse },
        ]
      : [],
  );
}
