/** The sections of the settings as commands of the window. */
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../ui/commands.ts';
import { goToSection } from '../../ui/section.tsx';
import { SECTIONS } from './sections.ts';

export function SettingsCommands() {
  const { t } = useTranslation();
  useCommands(
    SECTIONS.map((section) => ({
      id: `settings.${section}`,
      label: t('settings.goTo', { section: t(`settings.section.${section}`) }),
      run: () => goToSection(section),
    })),
  );
  return null;
}
