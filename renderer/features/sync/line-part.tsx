/** How this station uses its line: hours and a limit for files, the proxy, certificates of one's own. */
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input, Output } from '../../../shared/rpc/contract.ts';
import { Button } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Fields, Hint, Row } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CertificateField } from './certificate-field.tsx';
import { dailyBytesOf, lineDraftOf, linePlanOf, type LineDraft } from './line-draft.ts';
import styles from './sync.module.css';
import { useSyncActs } from './use-sync-acts.ts';

type Known = Output<'sync.plan'>;

export function LinePart() {
  const { host } = useDesk();
  const [known, setKnown] = useState<Known | null>(null);
  useEffect(() => {
    void host.call('sync.plan', {}).then((answer) => {
      if (answer.ok) setKnown(answer.value);
    });
  }, [host]);
  return known === null ? null : <LineForm known={known} onSaved={setKnown} />;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));
const PROXIES = ['system', 'none', 'address'] as const;

type LineFormProps = { known: Known; onSaved: (known: Known) => void };

function LineForm({ known, onSaved }: LineFormProps) {
  const { t } = useTranslation();
  const { say } = useDesk();
  const { ask } = useSyncActs();
  const [draft, setDraft] = useState(() => lineDraftOf(known.plan));
  const [authority, setAuthority] = useState('');
  const change = (patch: Partial<LineDraft>) => setDraft({ ...draft, ...patch });
  const plan = linePlanOf(draft);
  const save = async (more: Pick<Input<'sync.setPlan'>, 'authority'>) => {
    const saved = plan === null ? null : await ask('sync.setPlan', { plan, ...more }, () => void save(more));
    if (saved === null) return;
    say({ text: t('sync.said.planSaved') });
    onSaved(saved);
    setDraft(lineDraftOf(saved.plan));
    setAuthority('');
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save(authority.trim() === '' ? {} : { authority });
  };
  return (
    <form className={styles['form']} onSubmit={onSubmit}>
      <Hint>{t('sync.line.hint')}</Hint>
      <CheckBox
        label={t('sync.line.always')}
        isOn={draft.isAlways}
        onChange={(isAlways) => change({ isAlways })}
      />
      <Fields>
        {!draft.isAlways &&
          (['from', 'to'] as const).map((end) => (
            <Choice
              key={end}
              label={t(`sync.line.${end}`)}
              options={HOURS}
              value={String(draft[end])}
              onChange={(hour) => change({ [end]: Number(hour) })}
            />
          ))}
        <TextField
          label={t('sync.line.daily')}
          value={draft.daily}
          onChange={(daily) => change({ daily })}
          problem={dailyBytesOf(draft) === undefined ? t('sync.line.notANumber') : undefined}
        />
        <Choice
          label={t('sync.line.proxy')}
          options={PROXIES.map((value) => ({ value, label: t(`sync.proxy.${value}`) }))}
          value={draft.proxy}
          onChange={(proxy) => change({ proxy })}
        />
        {draft.proxy === 'address' && (
          <TextField
            label={t('sync.line.proxyAddress')}
            value={draft.address}
            onChange={(address) => change({ address })}
          />
        )}
      </Fields>
      {known.authorities.length > 0 && (
        <Row>
          <span>{t('sync.certificate.trusted', { names: known.authorities.join(', ') })}</span>
          <Button variant="quiet" onPress={() => void save({ authority: null })}>
            {t('sync.certificate.remove')}
          </Button>
        </Row>
      )}
      <CertificateField value={authority} onChange={setAuthority} />
      <Row>
        <Button type="submit" isDisabled={plan === null}>
          {t('sync.line.save')}
        </Button>
      </Row>
    </form>
  );
}
