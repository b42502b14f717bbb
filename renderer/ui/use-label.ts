/** Labels of records in the language of the window. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { languageSchema, type Language } from '../../shared/model/record-types.ts';
import { codeLabel, fullLabel, titleLabel, type Labelled } from './record-label.ts';

export type Labels = {
  readonly language: Language;
  readonly code: (record: Labelled) => string;
  readonly title: (record: Labelled) => string;
  readonly full: (record: Labelled) => string;
};

export function useLabels(): Labels {
  const { t, i18n } = useTranslation();
  const language = languageSchema.catch('kk').parse(i18n.language);
  return useMemo(() => {
    const translate = (key: string, values: Record<string, unknown>) => t(key, values);
    return {
      language,
      code: (record) => codeLabel(record, language, translate),
      title: (record) => titleLabel(record, language, translate),
      full: (record) => fullLabel(record, language, translate),
    };
  }, [t, language]);
}
