/** What stands beside the text of a list's entry: its language, its kind, its years, whether readers may see it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CODE_KINDS } from '../../../shared/model/elements.ts';
import { LANGUAGES } from '../../../shared/model/record-types.ts';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { entryName } from './field-text.ts';
import type { ListEntry } from './inspector-entries.ts';

const MOST_YEARS = 100;

type EntryAsideProps = {
  entry: ListEntry;
  /** Which entry of its list it is, from 1. */
  number: number;
  isReadOnly: boolean;
  onChange: (entry: ListEntry) => void;
};

export function EntryAside({ entry, number, isReadOnly, onChange }: EntryAsideProps) {
  const { t } = useTranslation();
  const { id, value } = entry;
  if ('isPublic' in value) {
    return (
      <CheckBox
        label={t('choice.notes.public')}
        isOn={value.isPublic}
        isReadOnly={isReadOnly}
        onChange={(isPublic) => onChange({ id, value: { ...value, isPublic } })}
      />
    );
  }
  if ('years' in value) {
    return (
      <Years
        years={value.years}
        {...{ number, isReadOnly }}
        onChange={(years) => onChange({ id, value: { ...value, years } })}
      />
    );
  }
  const word =
    'language' in value ? `field.languageNames.${value.language}` : `choice.otherCodes.${value.kind}`;
  if (isReadOnly) return <span>{t(word)}</span>;
  if ('language' in value) {
    return (
      <Choice
        label={entryName(t('field.entryLanguage'), number)}
        hideLabel
        options={LANGUAGES.map((language) => ({
          value: language,
          label: t(`field.languageNames.${language}`),
        }))}
        value={value.language}
        onChange={(language) => onChange({ id, value: { ...value, language } })}
      />
    );
  }
  return (
    <Choice
      label={entryName(t('field.entryKind'), number)}
      hideLabel
      options={CODE_KINDS.map((kind) => ({ value: kind, label: t(`choice.otherCodes.${kind}`) }))}
      value={value.kind}
      onChange={(kind) => onChange({ id, value: { ...value, kind } })}
    />
  );
}

type YearsProps = { years: string; number: number; isReadOnly: boolean; onChange: (years: string) => void };

/** Written when it is left or Enter is pressed. */
function Years({ years, number, isReadOnly, onChange }: YearsProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const write = () => {
    // No more than its field holds.
    if (typed !== null && typed.trim() !== years) onChange(typed.trim().slice(0, MOST_YEARS));
    setTyped(null);
  };
  return (
    <TextField
      label={entryName(t('field.entryYears'), number)}
      hideLabel
      placeholder={t('field.entryYears')}
      value={typed ?? years}
      isReadOnly={isReadOnly}
      onChange={setTyped}
      onBlur={write}
      onKeyDown={(event) => {
        if (event.key === 'Enter') write();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}
