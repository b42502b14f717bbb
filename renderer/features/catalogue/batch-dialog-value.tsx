/** What a batch edit writes: a text, or one of the words that the field knows. */
import { useTranslation } from 'react-i18next';
import {
  elementOf,
  elementOfField,
  ELEMENTS,
  OFFERED_MEMBERS,
  type ElementName,
  type ElementOfKind,
} from '../../../shared/model/elements.ts';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { BatchPlan } from './batch-plan.ts';
import { memberName } from './field-text.ts';

type BatchValueProps = { plan: BatchPlan; onText: (text: string) => void };

export function BatchValue({ plan, onText }: BatchValueProps) {
  const { t } = useTranslation();
  const name = elementOfField(plan.field);
  // A sign is set or cleared; there is nothing to say about it.
  if (plan.mode === 'clear' || name === null || elementOf(name).kind === 'flag') return null;
  const codes = codesOf(name);
  if (codes === null) {
    return (
      <TextField
        label={t(plan.mode === 'replace' ? 'batch.by' : 'batch.text')}
        value={plan.text}
        onChange={onText}
      />
    );
  }
  return (
    <Choice
      label={t('batch.value')}
      options={[
        { value: '', label: t('choice.notStated') },
        ...codes.map((code) => ({
          value: code,
          label: memberName(name, code, (key, values) => t(key, values ?? {})),
        })),
      ]}
      value={plan.text}
      onChange={onText}
    />
  );
}

/** The words that may be chosen for an element; null where text is typed. */
function codesOf(name: ElementName): readonly string[] | null {
  const { kind } = elementOf(name);
  if (kind === 'choice') return ELEMENTS[name as ElementOfKind<'choice'>].schema.options;
  return kind === 'set' ? OFFERED_MEMBERS[name as ElementOfKind<'set'>] : null;
}
