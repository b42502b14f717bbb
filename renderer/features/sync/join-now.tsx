/** The last step of joining: the host begins anew as a station of the archive, and the window follows it there. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostClient } from '../../../shared/rpc/host-client.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Row } from '../../ui/section.tsx';
import { useSyncActs } from './use-sync-acts.ts';

const LOOK_AGAIN_MS = 700;
/** A host that is not another one by then was not let in: the page, loaded again, says how things stand. */
const LONGEST_MS = 60_000;

/** `archive`: the empty one that this folder holds until then. */
export function JoinNow({ archive }: { archive: string }) {
  const { t } = useTranslation();
  const { host } = useDesk();
  const { ask } = useSyncActs();
  const [isJoining, setIsJoining] = useState(false);
  const join = async () => {
    setIsJoining(true);
    if ((await ask('sync.join', {}, () => void join())) === null) return setIsJoining(false);
    await untilOther(host, archive);
    window.location.reload();
  };
  return (
    <>
      <p role="status">{t(isJoining ? 'sync.join.going' : 'sync.join.hint')}</p>
      <Row>
        <Button variant="primary" autoFocus isPending={isJoining} onPress={() => void join()}>
          {t('sync.join.act')}
        </Button>
      </Row>
    </>
  );
}

/** Until the host is there with another archive than `before`, or a minute has gone by; it is away for some seconds in between. */
async function untilOther(host: HostClient, before: string): Promise<void> {
  const until = Date.now() + LONGEST_MS;
  while (Date.now() < until) {
    const info = await host.call('app.info', {});
    if (info.ok && info.value.archive !== before) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
