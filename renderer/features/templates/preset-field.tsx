/** What a new record begins with in one element: a word chosen, a text, members of a set. Others begin empty. */
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../shared/json.ts';
import {
  elementOf,
  ELEMENTS,
  OFFERED_MEMBERS,
  type ElementName,
  type ElementOfKind,
} from '../../../shared/model/elements.ts';
import { CheckMenu } from '../../ui/check-menu.tsx';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { membersOfPreset, textOfPreset, withTextOfPreset } from './preset-value.ts';
import type { TemplateRow } from './template-draft.ts';

type PresetFieldProps = { row: TemplateRow; onChange: (preset: Json) => void };

const NOTHING = '';

export function PresetField({ row, onChange }: PresetFieldProps) {
  const { t } = useTranslation();
  const { language } = useLabels();
  const { name, preset } = row;
  const label = t('template.presetOf', { name: t(`field.${name}`) });
  const shared = { label, hideLabel: true };
  if (isOfKind(name, 'choice')) {
    const codes: readonly string[] = ELEMENTS[name].schema.options;
    return (
      <Choice
        {...shared}
        options={[
          { value: NOTHING, label: t('template.noPreset') },
          ...codes.map((code) => ({ value: code, label: t(`choice.${name}.${code}`) })),
        ]}
        value={typeof preset === 'string' ? preset : NOTHING}
        onChange={(code) => onChange(code === NOTHING ? null : code)}
      />
    );
  }
  if (isOfKind(name, 'set')) {
    const members = membersOfPreset(preset);
    const options = OFFERED_MEMBERS[name].map((value) => ({ value, label: t(`choice.${name}.${value}`) }));
    const chosen = options.filter(({ value }) => members.includes(value)).map((option) => option.label);
    return (
      <CheckMenu
        label={chosen.length === 0 ? t('template.noPreset') : chosen.join(', ')}
        options={options}
        values={members}
        onChange={(next) => onChange(next.length === 0 ? null : next)}
      />
    );
  }
  if (!isOfKind(name, 'line') && !isOfKind(name, 'text') && !isOfKind(name, 'texts')) return null;
  return (
    <TextField
      {...shared}
      placeholder={t('template.preset')}
      value={textOfPreset(name, preset, language)}
      onChange={(text) => onChange(withTextOfPreset(name, preset, language, text))}
    />
  );
}

function isOfKind<K extends 'choice' | 'set' | 'line' | 'text' | 'texts'>(
  name: ElementName,
  kind: K,
): name is ElementOfKind<K> {
  return elementOf(name).kind === kind;
}
