/** Who works here: the dialog to sign in, with a line or without one, and the band that asks for it where nobody has. */
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useSyncStatus } from '../../db/sync-status.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icons.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TroubleText } from '../../ui/trouble-dialog.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import type { Trouble } from '../../ui/desk.ts';
import { askToSignIn, closeSignIn, useSignInAsked } from './sign-in-asked.ts';
import { lockWords } from './sync-words.ts';
import styles from './sync.module.css';

/** Across the top while the archive has people and none of them is signed in. */
export function SignInBand() {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const status = useSyncStatus();
  const isNeeded = status !== null && status.link === 'linked' && status.person === null;
  const place = useRef<HTMLDivElement>(null);
  useKeptFocus(place, 'control');
  return (
    <div ref={place}>
      {isNeeded && capabilities.canWrite && (
        <div className={styles['band']} role="status" data-band="sign-in">
          <Icon name="warning" />
          <p>{t('sync.signIn.needed')}</p>
          <Button variant="primary" onPress={askToSignIn}>
            {t('sync.signIn.title')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The dialog, wherever it was asked for. */
export function SignIn() {
  const isAsked = useSignInAsked();
  const { capabilities } = useDesk();
  return isAsked && capabilities.canWrite ? <SignInDialog /> : null;
}

function LockedFor({ seconds }: { seconds: number }) {
  const { t } = useTranslation();
  const { key, count } = lockWords(seconds);
  return <p>{t(`sync.signIn.wait.${key}`, { count })}</p>;
}

type Person = Output<'sync.people'>['people'][number];

function SignInDialog() {
  const { t } = useTranslation();
  const { host, say } = useDesk();
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const left = trouble?.details?.['left'];
  const locked = trouble?.details?.['seconds'];
  const passwordField = useRef<HTMLInputElement>(null);
  const choose = (person: Person) => {
    setLogin(person.login);
    passwordField.current?.focus();
  };
  useEffect(() => {
    void host.call('sync.people', {}).then((answer) => {
      if (!answer.ok) return;
      const [only, ...more] = answer.value.people;
      setPeople(answer.value.people);
      if (only === undefined || more.length > 0) return;
      // Where one person works there is nothing to choose.
      setLogin((typed) => (typed === '' ? only.login : typed));
      passwordField.current?.focus();
    });
  }, [host]);

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    const answer = await host.call('sync.signIn', { login: login.trim(), password });
    setIsBusy(false);
    if (!answer.ok) {
      setPassword('');
      return setTrouble({ code: answer.code, details: answer.details });
    }
    const { person, isOffline } = answer.value;
    say({ text: t(isOffline ? 'sync.said.signedInOffline' : 'sync.said.signedIn', { name: person.name }) });
    closeSignIn();
  };
  return (
    <Dialog title={t('sync.signIn.title')} onClose={closeSignIn}>
      <form className={styles['form']} onSubmit={(event) => void signIn(event)}>
        <p className={styles['soft']}>{t('sync.signIn.hint')}</p>
        {people.length > 0 && (
          <div className={styles['row']} role="group" aria-label={t('sync.signIn.known')}>
            {people.map((person) => (
              <Button key={person.id} onPress={() => choose(person)}>
                {person.name}
              </Button>
            ))}
          </div>
        )}
        <TextField label={t('sync.signIn.login')} value={login} onChange={setLogin} autoFocus isRequired />
        <TextField
          label={t('sync.signIn.password')}
          type="password"
          inputRef={passwordField}
          value={password}
          onChange={setPassword}
          isRequired
        />
        {trouble !== null && (
          <div role="alert" data-code={trouble.code}>
            <TroubleText trouble={trouble} />
            {typeof left === 'number' && <p>{t('sync.signIn.left', { count: left })}</p>}
            {typeof locked === 'number' && <LockedFor seconds={locked} />}
          </div>
        )}
        <DialogButtons>
          <Button onPress={closeSignIn}>{t('act.cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            isPending={isBusy}
            isDisabled={login.trim() === '' || password === ''}
          >
            {t('sync.signIn.act')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
