/** Who works on this machine: signed in now, and who can sign in without a line. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../shared/rpc/contract.ts';
import type { SyncStatus } from '../../db/sync-status.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Hint, Row } from '../../ui/section.tsx';
import { askToSignIn } from './sign-in-asked.ts';
import { useSyncActs } from './use-sync-acts.ts';

type People = Output<'sync.people'>['people'];

export function PeoplePart({ person }: { person: SyncStatus['person'] }) {
  const { t } = useTranslation();
  const { host } = useDesk();
  const acts = useSyncActs();
  const [known, setKnown] = useState<{ people: People; of: string | null } | null>(null);
  const id = person?.id ?? null;
  // Who signs in for the first time is known from then on.
  useEffect(() => {
    void host.call('sync.people', {}).then((answer) => {
      if (answer.ok) setKnown({ people: answer.value.people, of: id });
    });
  }, [host, id]);
  const others = (known?.people ?? []).filter((each) => each.id !== id);
  return (
    <>
      <p data-person={person?.login}>
        {person === null
          ? t('sync.people.nobody')
          : t('sync.people.now', { name: person.name, login: person.login })}
      </p>
      {others.length > 0 && (
        <Hint>{t('sync.people.others', { names: others.map(({ name }) => name).join(', ') })}</Hint>
      )}
      <Row>
        <Button {...(person === null ? { variant: 'primary' as const } : {})} onPress={askToSignIn}>
          {t(person === null ? 'sync.signIn.title' : 'sync.people.change')}
        </Button>
        {person !== null && <Button onPress={acts.signOut}>{t('sync.signOut')}</Button>}
      </Row>
    </>
  );
}
