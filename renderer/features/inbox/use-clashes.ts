/** Codes that are given more than once, from the host; asked again when the journal has grown. */
import { useEffect, useState } from 'react';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useDesk } from '../../ui/desk.ts';

export type Clashes = Output<'journal.clashes'>;
export type Clash = Clashes['clashes'][number];

const LIMIT = 500;
/** What is written in a row is asked after once. */
const ASK_AFTER_MS = 500;

/** Undefined while they are asked for; null when the host cannot tell. */
export function useClashes(): Clashes | null | undefined {
  const { host } = useDesk();
  const [clashes, setClashes] = useState<Clashes | null>();
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      timer = undefined;
      const answer = await host.call('journal.clashes', { limit: LIMIT });
      if (!isGone) setClashes(answer.ok ? answer.value : null);
    };
    void ask();
    const stop = host.on('journal.grew', () => {
      timer ??= setTimeout(() => void ask(), ASK_AFTER_MS);
    });
    return () => {
      isGone = true;
      clearTimeout(timer);
      stop();
    };
  }, [host]);
  return clashes;
}
