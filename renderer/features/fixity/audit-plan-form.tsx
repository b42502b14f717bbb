/** The plan: at which hour, how much of a night, from which day of the month on everything. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { auditPlanSchema, type AuditPlan } from '../../../shared/rpc/contract-audit.ts';
import { Button } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Fields, Row } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './fixity.module.css';

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));
const DAYS = Array.from({ length: 31 }, (_, day) => ({ value: String(day + 1), label: String(day + 1) }));
const NUMBERS = ['sample', 'minutes', 'rate'] as const;

type AuditPlanFormProps = { plan: AuditPlan; onSaved: () => void };

export function AuditPlanForm({ plan, onSaved }: AuditPlanFormProps) {
  const { t } = useTranslation();
  const { host, reportError, say } = useDesk();
  const [draft, setDraft] = useState(() => ({
    ...plan,
    sample: String(plan.sample),
    minutes: String(plan.minutes),
    rate: String(plan.rate),
  }));
  const wholes = Object.fromEntries(NUMBERS.map((name) => [name, Number(draft[name])]));
  const next = auditPlanSchema.safeParse({ ...draft, ...wholes });
  const problems = new Set(next.success ? [] : next.error.issues.map(({ path }) => path[0]));

  const save = async () => {
    if (!next.success) return;
    const answer = await host.call('audit.plan', { plan: next.data });
    if (!answer.ok) return reportError({ code: answer.code, details: answer.details });
    say({ text: t('fixity.planSaved') });
    onSaved();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={styles['plan']} onSubmit={onSubmit}>
      <CheckBox
        label={t('fixity.planOn')}
        isOn={draft.isOn}
        onChange={(isOn) => setDraft({ ...draft, isOn })}
      />
      {draft.isOn && (
        <Fields>
          <Choice
            label={t('fixity.hour')}
            options={HOURS}
            value={String(draft.hour)}
            onChange={(hour) => setDraft({ ...draft, hour: Number(hour) })}
          />
          <Choice
            label={t('fixity.day')}
            options={DAYS}
            value={String(draft.day)}
            onChange={(day) => setDraft({ ...draft, day: Number(day) })}
          />
          {NUMBERS.map((name) => (
            <TextField
              key={name}
              label={t(`fixity.${name}`)}
              value={draft[name]}
              onChange={(value) => setDraft({ ...draft, [name]: value })}
              problem={problems.has(name) ? t('fixity.notANumber') : undefined}
            />
          ))}
        </Fields>
      )}
      <Row>
        <Button type="submit" isDisabled={!next.success}>
          {t('fixity.planSave')}
        </Button>
      </Row>
    </form>
  );
}
