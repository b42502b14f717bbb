/** The window: header, three panes, status bar. */
import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUndoable } from '../db/hooks.ts';
import { IndexCommands } from '../features/finding/index-commands.tsx';
import { SearchBox } from '../features/finding/search-box.tsx';
import { topicFor } from '../features/help/topics.ts';
import { SettingsCommands } from '../features/settings/settings-commands.tsx';
import { useAppearance } from '../ui/appearance.ts';
import { IconButton } from '../ui/button.tsx';
import { useDesk, type Notice } from '../ui/desk.ts';
import { goTo, printRoute, useRoute } from '../ui/route.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import styles from './frame.module.css';
import { FrameCommands, HELP_CHORDS, REDO_CHORDS, UNDO_CHORDS } from './frame-commands.tsx';
import { LeftPane } from './left-pane.tsx';
import { StatusBar } from './status-bar.tsx';
import { WorkArea } from './work-area.tsx';
import type { WorkplaceProps } from './workplace.tsx';

type FrameProps = WorkplaceProps & {
  banner: ReactNode;
  notice: Notice | null;
  onNoticeClosed: () => void;
};

export function Frame({ banner, notice, onNoticeClosed, ...props }: FrameProps) {
  const { t } = useTranslation();
  const route = useRoute();
  const { left, right } = useAppearance();
  const widths = { '--left': `${left}rem`, '--right': `${right}rem` } as CSSProperties;
  return (
    <div className={styles['frame']}>
      {banner}
      <header className={styles['header']}>
        <a className={styles['brand']} href={printRoute({ screen: 'top' })}>
          {t('app.name')}
        </a>
        <SearchBox />
        <UndoButtons />
        <IconButton
          icon="help"
          label={t('nav.help')}
          chord={HELP_CHORDS[0]}
          onPress={() => goTo({ screen: 'help', topic: topicFor(route.screen) })}
        />
      </header>
      <div className={styles['panes']} style={widths}>
        <ErrorBoundary i18n={props.i18n} place="feature">
          <LeftPane route={route} />
        </ErrorBoundary>
        <ErrorBoundary i18n={props.i18n} place="feature" key={route.screen}>
          <WorkArea route={route} {...props} />
        </ErrorBoundary>
      </div>
      <IndexCommands />
      <SettingsCommands />
      <FrameCommands onLanguage={props.onLanguage} />
      <StatusBar
        notice={notice}
        onNoticeClosed={onNoticeClosed}
        language={props.language}
        onLanguage={props.onLanguage}
      />
    </div>
  );
}

function UndoButtons() {
  const { t } = useTranslation();
  const desk = useDesk();
  const undoable = useUndoable();
  if (!desk.capabilities.canWrite) return null;
  const name = (act: string, command: string | null) =>
    command === null ? t(act) : t(`${act}What`, { command: t(`command.${command}`, t('command.unknown')) });
  return (
    <div className={styles['undo']}>
      <IconButton
        icon="undo"
        label={name('act.undo', undoable.undo)}
        chord={UNDO_CHORDS[0]}
        isDisabled={undoable.undo === null}
        onPress={desk.undo}
      />
      <IconButton
        icon="redo"
        label={name('act.redo', undoable.redo)}
        chord={REDO_CHORDS[0]}
        isDisabled={undoable.redo === null}
        onPress={desk.redo}
      />
    </div>
  );
}
