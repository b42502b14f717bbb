/** Chooses the language of the window; each language is called by its own name. */
import type { Language } from '../../shared/model/record-types.ts';
import { useTranslation } from 'react-i18next';
import styles from './language-select.module.css';

/** Not in the catalogues: the same in every language. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  kk: 'Қазақша',
  ru: 'Русский',
  en: 'English',
};

type LanguageSelectProps = {
  languages: readonly Language[];
  value: Language;
  onChange: (language: Language) => void;
};

export function LanguageSelect({ languages, value, onChange }: LanguageSelectProps) {
  const { t } = useTranslation();
  return (
    <select
      className={styles['select']}
      aria-label={t('settings.language')}
      value={value}
      onChange={(event) => onChange(event.target.value as Language)}
    >
      {languages.map((language) => (
        <option key={language} value={language} lang={language}>
          {LANGUAGE_NAMES[language]}
        </option>
      ))}
    </select>
  );
}
