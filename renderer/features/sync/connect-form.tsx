/**
 * The way to a centre: first who answers at an address, then what will happen in plain words, then the one-time code. Nothing is
 * changed here or there before the last press.
 */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../shared/rpc/contract.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { RadioList } from '../../ui/radio-list.tsx';
import { Row, Told } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CertificateField } from './certificate-field.tsx';
import { askToSignIn } from './sign-in-asked.ts';
import styles from './sync.module.css';
import { useSyncActs } from './use-sync-acts.ts';

type Looked = Output<'sync.look'>;

type ConnectFormProps = {
  /** Offers joining before founding: at the first start. */
  prefersJoin?: boolean;
};

export function ConnectForm({ prefersJoin = false }: ConnectFormProps) {
  const { t } = useTranslation();
  const { ask } = useSyncActs();
  const [url, setUrl] = useState('');
  const [authority, setAuthority] = useState('');
  const [looked, setLooked] = useState<Looked | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const own = authority.trim() === '' ? {} : { authority };
  const look = async () => {
    setIsBusy(true);
    setLooked(await ask('sync.look', { url: url.trim(), ...own }, () => void look()));
    setIsBusy(false);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) void look();
  };
  return (
    <>
      <form className={styles['form']} onSubmit={onSubmit}>
        <TextField
          label={t('sync.connect.address')}
          hint={t('sync.connect.addressHint')}
          value={url}
          onChange={(next) => {
            setUrl(next);
            setLooked(null);
          }}
          autoFocus={prefersJoin}
        />
        <CertificateField value={authority} onChange={setAuthority} />
        <Row>
          <Button type="submit" variant="primary" isPending={isBusy} isDisabled={url.trim() === ''}>
            {t(isBusy ? 'sync.connect.looking' : 'sync.connect.look')}
          </Button>
        </Row>
      </form>
      {looked !== null && (
        <Second key={looked.url} looked={looked} authority={own} prefersJoin={prefersJoin} />
      )}
    </>
  );
}

type SecondProps = { looked: Looked; authority: { authority?: string }; prefersJoin: boolean };
type Way = 'found' | 'join';

function Second({ looked, authority, prefersJoin }: SecondProps) {
  const { t } = useTranslation();
  const { say } = useDesk();
  const { ask } = useSyncActs();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [as, setAs] = useState<Way>(prefersJoin && looked.mayJoin ? 'join' : 'found');
  const [isBusy, setIsBusy] = useState(false);
  const connect = async () => {
    setIsBusy(true);
    const typed = { url: looked.url, code: code.trim(), name: name.trim(), as };
    const answer = await ask('sync.connect', { ...typed, ...authority }, () => void connect());
    setIsBusy(false);
    if (answer === null) return;
    const what = as === 'join' ? 'joined' : answer.founded ? 'founded' : 'foundAgain';
    say({ text: t(`sync.said.${what}`, { archive: answer.archive.name }) });
    askToSignIn();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) void connect();
  };
  const ways: readonly Way[] = looked.mayJoin ? ['join', 'found'] : ['found'];
  return (
    <form className={styles['form']} onSubmit={onSubmit} data-looked={looked.url}>
      <Told tone="good">{t('sync.connect.answered', { name: looked.name, url: looked.url })}</Told>
      {looked.isPlain && <Told tone="warn">{t('sync.connect.plain')}</Told>}
      {ways.length > 1 ? (
        <RadioList
          label={t('sync.connect.ways')}
          options={ways.map((value) => ({ value, label: t(`sync.connect.${value}`) }))}
          value={as}
          onChange={setAs}
        />
      ) : (
        <p>{t('sync.connect.found')}</p>
      )}
      <p className={styles['soft']}>{t(`sync.connect.${as}Hint`)}</p>
      <TextField
        label={t('sync.connect.code')}
        hint={t('sync.connect.codeHint')}
        value={code}
        onChange={setCode}
        autoFocus
      />
      <TextField
        label={t('sync.connect.name')}
        hint={t('sync.connect.nameHint')}
        value={name}
        onChange={setName}
      />
      <Row>
        <Button
          type="submit"
          variant="primary"
          isPending={isBusy}
          isDisabled={code.trim() === '' || name.trim() === ''}
        >
          {t(`sync.connect.act.${as}`)}
        </Button>
      </Row>
    </form>
  );
}
