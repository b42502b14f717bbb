/** Settings: the language of the window, and what a person needs to tell when asking for help. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../../shared/model/record-types.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { LanguageSelect } from '../../ui/language-select.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import styles from './settings.module.css';

type SettingsPageProps = {
  info: Output<'app.info'>;
  language: Language;
  onLanguage: (language: Language) => void;
  /** Settings of other features. */
  children?: ReactNode;
};

export function SettingsPage({ info, language, onLanguage, children }: SettingsPageProps) {
  const { t } = useTranslation();
  return (
    <section className={styles['page']} aria-label={t('nav.settings')}>
      <h1>{t('nav.settings')}</h1>
      <h2>{t('settings.language')}</h2>
      <LanguageSelect languages={LANGUAGES} value={language} onChange={onLanguage} />
      <h2>{t('settings.appearance')}</h2>
      <AppearanceSettings />
      {children}
      <h2>{t('settings.machine')}</h2>
      <dl className={styles['facts']}>
        <dt>{t('settings.version')}</dt>
        <dd>{info.version}</dd>
        <dt>{t('settings.folder')}</dt>
        <dd>{info.dataFolder}</dd>
        <dt>{t('settings.archive')}</dt>
        <dd>{info.archive}</dd>
      </dl>
      <h2>{t('settings.keys')}</h2>
      <dl className={styles['facts']}>
        {(
          [
            'palette',
            'map',
            'find',
            'undo',
            'redo',
            'list',
            'pages',
            'zoom',
            'rotate',
            'tree',
            'panes',
          ] as const
        ).map((name) => (
          <div key={name} className={styles['key']}>
            <dt>{t(`keys.${name}.keys`)}</dt>
            <dd>{t(`keys.${name}.what`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
