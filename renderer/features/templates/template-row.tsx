/** One field of a template: shown, required, in which languages, what it begins with, one place up or down. */
import { useTranslation } from 'react-i18next';
import { elementOf } from '../../../shared/model/elements.ts';
import { LANGUAGES } from '../../../shared/model/record-types.ts';
import { IconButton } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { CheckMenu } from '../../ui/check-menu.tsx';
import { PresetField } from './preset-field.tsx';
import type { TemplateRow } from './template-draft.ts';
import styles from './templates.module.css';

type TemplateRowFieldsProps = {
  row: TemplateRow;
  isFirst: boolean;
  isLast: boolean;
  onChange: (change: Partial<TemplateRow>) => void;
  onMove: (by: -1 | 1) => void;
};

export function TemplateRowFields({ row, isFirst, isLast, onChange, onMove }: TemplateRowFieldsProps) {
  const { t } = useTranslation();
  const name = t(`field.${row.name}`);
  const languageOptions = LANGUAGES.map((value) => ({ value, label: t(`field.languageNames.${value}`) }));
  const chosen = languageOptions.filter(({ value }) => row.languages.includes(value));
  return (
    <li className={styles['row']} data-row={row.name} data-shown={row.isShown}>
      <CheckBox label={name} isOn={row.isShown} onChange={(isShown) => onChange({ isShown })} />
      <div className={styles['rule']}>
        {row.isShown && (
          <CheckBox
            label={t('template.required')}
            name={t('template.requiredOf', { name })}
            isOn={row.isRequired}
            onChange={(isRequired) => onChange({ isRequired })}
          />
        )}
        {row.isRequired && elementOf(row.name).kind === 'texts' && (
          <CheckMenu
            label={
              chosen.length === 0 ? t('template.anyLanguage') : chosen.map(({ label }) => label).join(', ')
            }
            options={languageOptions}
            values={row.languages}
            onChange={(languages) => onChange({ languages })}
          />
        )}
      </div>
      <div className={styles['preset']}>
        {row.isShown && <PresetField row={row} onChange={(preset) => onChange({ preset })} />}
      </div>
      <div className={styles['moves']}>
        <IconButton
          icon="up"
          label={t('template.up', { name })}
          isDisabled={isFirst || !row.isShown}
          onPress={() => onMove(-1)}
        />
        <IconButton
          icon="down"
          label={t('template.down', { name })}
          isDisabled={isLast || !row.isShown}
          onPress={() => onMove(1)}
        />
      </div>
    </li>
  );
}
