/** Room on the disk, on the settings page: how much there is, what stops when it goes, and from when on. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { DISK_LIMITS, diskLimitsSchema, type DiskStatus } from '../../shared/rpc/contract-disk.ts';
import { Button } from '../ui/button.tsx';
import { useDesk } from '../ui/desk.ts';
import { printDecimal } from '../ui/print-decimal.ts';
import { Facts, Fields, Row, Section } from '../ui/section.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './disk.module.css';
import { useDisk } from './use-disk.ts';

const NAMES = ['low', 'short', 'full'] as const;

export function DiskSection() {
  const { t, i18n } = useTranslation();
  const { capabilities } = useDesk();
  const { status, refresh } = useDisk();
  const size = (bytes: number) => t('disk.gigabytes', { size: printDecimal(bytes / 1e9, i18n.language, 1) });
  return (
    <Section id="disk" title={t('settings.section.disk')} hint={t('disk.hint')}>
      {status !== null && (
        <>
          <Facts
            facts={[
              [t('disk.free'), t('disk.freeLine', { free: size(status.free), total: size(status.total) })],
              [t('disk.level'), t(`disk.levels.${status.level}`)],
              status.waiting.length === 0
                ? null
                : [t('disk.waiting'), status.waiting.map((kind) => t(`jobs.kind.${kind}`, kind)).join(', ')],
              [
                t('disk.ballast'),
                status.ballast === 0
                  ? t('disk.noBallast')
                  : t('disk.ballastLine', { size: Math.round(status.ballast / 1e6) }),
              ],
            ]}
          />
          {capabilities.canWrite && (
            <LimitsForm key={JSON.stringify(status.limits)} status={status} onSaved={refresh} />
          )}
        </>
      )}
    </Section>
  );
}

function LimitsForm({ status, onSaved }: { status: DiskStatus; onSaved: () => void }) {
  const { t } = useTranslation();
  const { host, reportError, say } = useDesk();
  const [draft, setDraft] = useState(() => textsOf(status.limits));
  const next = diskLimitsSchema.safeParse(
    Object.fromEntries(NAMES.map((name) => [name, Number(draft[name].replace(',', '.')) * 1e9])),
  );
  const save = async (limits: DiskStatus['limits'] | null) => {
    const answer = await host.call('disk.limits', { limits });
    if (!answer.ok) return reportError({ code: answer.code, details: answer.details });
    say({ text: t('disk.saved') });
    onSaved();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (next.success) void save(next.data);
  };
  return (
    <form className={styles['form']} onSubmit={onSubmit}>
      <Fields>
        {NAMES.map((name) => (
          <TextField
            key={name}
            label={t(`disk.limit.${name}`)}
            value={draft[name]}
            onChange={(value) => setDraft({ ...draft, [name]: value })}
            problem={next.success ? undefined : t('disk.badLimits')}
          />
        ))}
      </Fields>
      <Row>
        <Button type="submit" isDisabled={!next.success}>
          {t('disk.save')}
        </Button>
        <Button
          variant="quiet"
          onPress={() => {
            setDraft(textsOf(DISK_LIMITS));
            void save(null);
          }}
        >
          {t('disk.usual')}
        </Button>
      </Row>
    </form>
  );
}

function textsOf(limits: DiskStatus['limits']): Record<(typeof NAMES)[number], string> {
  const text = (bytes: number) => String(bytes / 1e9);
  return { low: text(limits.low), short: text(limits.short), full: text(limits.full) };
}
