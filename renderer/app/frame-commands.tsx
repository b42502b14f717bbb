/** The commands of the window itself, its palette and its map of keys. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../shared/model/record-types.ts';
import { useUndoable } from '../db/hooks.ts';
import { topicFor } from '../features/help/topics.ts';
import { setAppearance, THEMES, TYPE_SIZES } from '../ui/appearance.ts';
import { useCommandKeys, useCommands, type Command } from '../ui/commands.ts';
import { useDesk } from '../ui/desk.ts';
import { LANGUAGE_NAMES } from '../ui/language-select.tsx';
import { goTo, useRoute } from '../ui/route.ts';
import { CommandPalette } from './command-palette.tsx';
import { KeyMap } from './key-map.tsx';

export const UNDO_CHORDS = ['Control+KeyZ'];
export const HELP_CHORDS = ['F1'];
export const REDO_CHORDS = ['Control+Shift+KeyZ', 'Control+KeyY'];

type FrameCommandsProps = { onLanguage: (language: Language) => Promise<string | null> };

export function FrameCommands({ onLanguage }: FrameCommandsProps) {
  const [shown, setShown] = useState<'palette' | 'keys' | null>(null);
  /** Given once the palette is gone from the screen, so that the focus is free to go where the command takes it. */
  const given = useRef<Command | null>(null);
  useEffect(() => {
    if (shown !== null) return;
    const command = given.current;
    given.current = null;
    command?.run();
  }, [shown]);

  useCommandKeys();
  useCommands([...useWindowCommands(setShown), ...useUndoCommands(), ...useTasteCommands(onLanguage)]);
  return (
    <>
      {shown === 'palette' && (
        <CommandPalette
          onClose={(command) => {
            given.current = command;
            setShown(null);
          }}
        />
      )}
      {shown === 'keys' && <KeyMap onClose={() => setShown(null)} />}
    </>
  );
}

function useWindowCommands(show: (what: 'palette' | 'keys') => void): Command[] {
  const { t } = useTranslation();
  const route = useRoute();
  const places = (
    ['top', 'unplaced', 'imports', 'jobs', 'bin', 'vocabulary', 'templates', 'fixity', 'settings'] as const
  ).map((screen) => ({
    id: `go.${screen}`,
    label: t('palette.go', { place: t(screen === 'top' ? 'nav.catalogue' : `nav.${screen}`) }),
    run: () => goTo({ screen }),
  }));
  const inbox = {
    id: 'go.inbox',
    label: t('palette.go', { place: t('nav.inbox') }),
    run: () => goTo({ screen: 'inbox', part: 'conflicts', id: null }),
  };
  return [
    {
      id: 'palette',
      label: t('palette.title'),
      chords: ['Control+Shift+KeyP'],
      run: () => show('palette'),
    },
    {
      id: 'help',
      label: t('nav.help'),
      chords: HELP_CHORDS,
      run: () => goTo({ screen: 'help', topic: topicFor(route.screen) }),
    },
    { id: 'keys', label: t('palette.keys'), chords: ['?'], run: () => show('keys') },
    ...places,
    inbox,
  ];
}

function useUndoCommands(): Command[] {
  const { t } = useTranslation();
  const desk = useDesk();
  const { undo, redo } = useUndoable();
  if (!desk.capabilities.canWrite) return [];
  const shared = { isFieldsOwn: true };
  return [
    {
      ...shared,
      id: 'undo',
      label: t('act.undo'),
      chords: UNDO_CHORDS,
      isDisabled: undo === null,
      run: desk.undo,
    },
    {
      ...shared,
      id: 'redo',
      label: t('act.redo'),
      chords: REDO_CHORDS,
      isDisabled: redo === null,
      run: desk.redo,
    },
  ];
}

function useTasteCommands(onLanguage: FrameCommandsProps['onLanguage']): Command[] {
  const { t } = useTranslation();
  const desk = useDesk();
  return [
    ...THEMES.map((theme) => ({
      id: `theme.${theme}`,
      label: t('palette.theme', { theme: t(`settings.themes.${theme}`) }),
      run: () => setAppearance({ theme }),
    })),
    ...TYPE_SIZES.map((size) => ({
      id: `size.${size}`,
      label: t('palette.size', { size: t('settings.percent', { size }) }),
      run: () => setAppearance({ size }),
    })),
    ...LANGUAGES.map((language) => ({
      id: `language.${language}`,
      label: t('palette.language', { language: LANGUAGE_NAMES[language] }),
      run: () =>
        void onLanguage(language).then((code) => {
          if (code !== null) desk.reportError({ code });
        }),
    })),
  ];
}
