/** The message catalogues: all three are in the program, nothing is fetched. */
import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../shared/model/record-types.ts';
import en from './language/en.json' with { type: 'json' };
import kk from './language/kk.json' with { type: 'json' };
import ru from './language/ru.json' with { type: 'json' };

/** A missing text falls back to Kazakh; the test of the catalogues sees to it that none is missing. */
export async function createLanguage(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'kk',
    resources: { kk: { translation: kk }, ru: { translation: ru }, en: { translation: en } },
    // React escapes by itself.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
  return instance;
}

/** Changes the language of the whole window. */
export async function changeLanguage(instance: i18n, language: Language): Promise<void> {
  await instance.changeLanguage(language);
  document.documentElement.lang = language;
}
