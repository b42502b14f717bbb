/** The plan: when, to which folders, and whether restoring is rehearsed by itself. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupPlan } from '../../../shared/rpc/contract-backup.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { FolderField } from '../../ui/folder-field.tsx';
import { Fields, Hint, Row } from '../../ui/section.tsx';
import styles from './backup.module.css';
import { draftOf, HOURS, planOf, WEEKDAYS, type PlanDraft } from './plan-draft.ts';

const WHENS = ['off', 'daily', 'weekly', 'plugged'] as const;
const REHEARSALS = ['remind', 'auto'] as const;

type PlanFormProps = { plan: BackupPlan | null; onSaved: () => void };

export function PlanForm({ plan, onSaved }: PlanFormProps) {
  const { t } = useTranslation();
  const { host, reportError, say } = useDesk();
  const [draft, setDraft] = useState(() => draftOf(plan));
  const change = (patch: Partial<PlanDraft>) => setDraft({ ...draft, ...patch });
  const next = planOf(draft);

  const save = async () => {
    if (next === undefined) return;
    const answer = await host.call('backup.plan', { plan: next });
    if (!answer.ok) return reportError({ code: answer.code, details: answer.details });
    say({ text: t(next === null ? 'backup.planEnded' : 'backup.planSaved') });
    onSaved();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  const whens = WHENS.map((value) => ({ value, label: t(`backup.when.${value}`) }));
  const rehearsals = REHEARSALS.map((value) => ({ value, label: t(`backup.rehearsal.${value}`) }));
  const hours = HOURS.map((hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00` }));
  const days = WEEKDAYS.map((day) => ({ value: String(day), label: t(`backup.day.${day}`) }));

  return (
    <form className={styles['plan']} onSubmit={onSubmit}>
      <Fields>
        <Choice
          label={t('backup.whenLabel')}
          options={whens}
          value={draft.when}
          onChange={(when) => change({ when })}
        />
        {draft.when === 'weekly' && (
          <Choice
            label={t('backup.dayLabel')}
            options={days}
            value={String(draft.day)}
            onChange={(day) => change({ day: Number(day) })}
          />
        )}
        {(draft.when === 'daily' || draft.when === 'weekly') && (
          <Choice
            label={t('backup.hourLabel')}
            options={hours}
            value={String(draft.hour)}
            onChange={(hour) => change({ hour: Number(hour) })}
          />
        )}
        {draft.when !== 'off' && (
          <Choice
            label={t('backup.rehearseLabel')}
            options={rehearsals}
            value={draft.rehearse}
            onChange={(rehearse) => change({ rehearse })}
          />
        )}
      </Fields>
      {draft.when !== 'off' && (
        <>
          <FolderField
            label={t('backup.planFolder')}
            hint={t('backup.folderHint')}
            value={draft.first}
            onChange={(first) => change({ first })}
          />
          <FolderField
            label={t('backup.planSecond')}
            hint={t('backup.planSecondHint')}
            value={draft.second}
            onChange={(second) => change({ second })}
          />
          <Hint>{t('backup.planHint')}</Hint>
        </>
      )}
      <Row>
        <Button type="submit" isDisabled={next === undefined}>
          {t('backup.planSave')}
        </Button>
      </Row>
    </form>
  );
}
