/** The sample archive from a window: begun, taken away, asked for. Trouble is told by the desk. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../ui/desk.ts';

export type SampleActs = {
  /** Whether some of it is outside the bin; undefined until the host has said so. */
  readonly isThere: boolean | undefined;
  /** Answers whether it was begun. */
  open(): Promise<boolean>;
  makeMap(): Promise<boolean>;
  remove(): Promise<boolean>;
};

export function useSample(): SampleActs {
  const { t } = useTranslation();
  const { host, reportError, say } = useDesk();
  const [isThere, setIsThere] = useState<boolean>();

  useEffect(() => {
    let stale = false;
    async function look(): Promise<void> {
      const answer = await host.call('sample.state', {});
      if (answer.ok && !stale) setIsThere(answer.value.live > 0);
    }
    void look();
    const stop = host.on('journal.grew', () => void look());
    return () => {
      stale = true;
      stop();
    };
  }, [host]);

  const begin = async (method: 'sample.open' | 'sample.map', said: string): Promise<boolean> => {
    const answer = await host.call(method, {});
    if (answer.ok) say({ text: said });
    else reportError({ code: answer.code, details: answer.details });
    return answer.ok;
  };
  return {
    isThere,
    open: () => begin('sample.open', t('sample.opening')),
    makeMap: () => begin('sample.map', t('sample.making')),
    async remove() {
      const answer = await host.call('sample.remove', {});
      if (answer.ok) say({ text: t('sample.removed', { count: answer.value.records }), undo: true });
      else reportError({ code: answer.code, details: answer.details });
      return answer.ok;
    },
  };
}
