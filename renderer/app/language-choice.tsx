/** The first screen of all: which language. Written in all three, because nobody has chosen yet. */
import { LANGUAGES, type Language } from '../../shared/model/record-types.ts';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { LANGUAGE_NAMES } from '../ui/language-select.tsx';
import styles from './app.module.css';

export function LanguageChoice({ onChoose }: { onChoose: (language: Language) => void }) {
  const { i18n } = useTranslation();
  return (
    <main className={styles['screen']}>
      <div className={styles['card']}>
        <h1>{i18n.t('app.name')}</h1>
        {LANGUAGES.map((language) => (
          <p key={language} lang={language}>
            {i18n.t('start.chooseLanguage', { lng: language })}
          </p>
        ))}
        <div className={styles['choices']}>
          {LANGUAGES.map((language, index) => (
            <span key={language} lang={language}>
              <Button
                variant={index === 0 ? 'primary' : 'plain'}
                autoFocus={index === 0}
                onPress={() => onChoose(language)}
              >
                {LANGUAGE_NAMES[language]}
              </Button>
            </span>
          ))}
        </div>
      </div>
    </main>
  );
}
