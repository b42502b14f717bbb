/** The settings: sections below each other, and a way to each of them. Those of other features are handed in. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../../shared/model/record-types.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { LanguageSelect } from '../../ui/language-select.tsx';
import { goToSection, Section } from '../../ui/section.tsx';
import { AboutSection } from './about-section.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { DiagnosticsSection } from './diagnostics-section.tsx';
import { FolderSection } from './folder-section.tsx';
import { SECTIONS } from './sections.ts';
import styles from './settings.module.css';

type SettingsPageProps = {
  info: Output<'app.info'>;
  language: Language;
  onLanguage: (language: Language) => void;
  /** Whose archive this is, from the feature that asks it first. */
  archive: ReactNode;
  sync: ReactNode;
  backup: ReactNode;
  disk: ReactNode;
  reading: ReactNode;
  search: ReactNode;
};

export function SettingsPage({
  info,
  language,
  onLanguage,
  archive,
  sync,
  backup,
  disk,
  reading,
  search,
}: SettingsPageProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('nav.settings')}</h1>
        <nav aria-label={t('settings.sections')}>
          <ul className={styles['ways']}>
            {SECTIONS.map((section) => (
              <li key={section}>
                <button type="button" className={styles['way']} onClick={() => goToSection(section)}>
                  {t(`settings.section.${section}`)}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <Section id="look" title={t('settings.section.look')}>
        <LanguageSelect languages={LANGUAGES} value={language} onChange={onLanguage} />
        <AppearanceSettings />
      </Section>
      {archive}
      <FolderSection />
      {sync}
      {backup}
      {disk}
      {reading}
      {search}
      <DiagnosticsSection />
      <AboutSection info={info} />
    </div>
  );
}
