/**
 * Changes of thousands that their author never finished: the window was closed or the host ended in the midst of them.
 * What came of them is in the journal, unseen; a person says whether it is written after all or thrown away.
 */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenStep } from '../../shared/rpc/contract-step.ts';
import { useCatalogue } from '../db/catalogue-context.tsx';
import { useSafety } from '../db/hooks.ts';
import { useStore } from '../db/use-live.ts';
import { Button } from '../ui/button.tsx';
import { useDesk } from '../ui/desk.ts';
import { Icon } from '../ui/icons.tsx';
import { whenOf } from '../ui/when.ts';
import styles from './app.module.css';

/** An author who is still sending is heard of many times a second. */
const LEFT_AFTER_MS = 5000;
const LOOK_AGAIN_MS = 2500;
/** Nothing is open: what another window leaves later is found by and by. */
const LOOK_BY_AND_BY_MS = 60_000;

export function LeftSteps() {
  const { t, i18n } = useTranslation();
  const { steps, look } = useOpenSteps();
  const catalogue = useCatalogue();
  const { host, capabilities, reportError, say } = useDesk();
  const [busy, setBusy] = useState(false);
  const safety = useSafety();
  const isSending = useStore(catalogue.writing) !== null;
  // What this window itself still holds is sent again or thrown away as a whole at its foot.
  const own = new Set(safety.state === 'not-saved' ? safety.unsaved.map(({ id }) => id) : []);
  const left = steps.find(({ id, quietMs }) => quietMs >= LEFT_AFTER_MS && !own.has(id));
  if (left === undefined || isSending || !capabilities.canWrite) return null;

  const { id, held, total } = left;
  const command = t(`command.${left.command}`, t('command.unknown'));
  const isWhole = held >= total;
  const settle = async (act: () => Promise<string | null>, said: string) => {
    setBusy(true);
    const code = await act();
    setBusy(false);
    if (code === null) say({ text: t(said, { command }) });
    else reportError({ code });
    look();
  };
  const write = async () => {
    const answer = await catalogue.writeLeft(id);
    return answer.ok ? null : answer.code;
  };
  const discard = async () => {
    const answer = await host.call('step.discard', { step: id });
    if (!answer.ok) return answer.code;
    return answer.value.discarded ? null : 'STEP_CLOSED';
  };
  return (
    <section className={styles['banner']} aria-label={t('left.heading')} data-left={id}>
      <Icon name="warning" />
      <p role="status">
        {t(isWhole ? 'left.whole' : 'left.torn', {
          command,
          held,
          total,
          when: whenOf(new Date(left.began).toISOString(), i18n.language),
        })}
      </p>
      <Button isDisabled={busy} onPress={() => void settle(write, 'said.leftWritten')}>
        {t(isWhole ? 'left.write' : 'left.writeTorn')}
      </Button>
      <Button isDisabled={busy} onPress={() => void settle(discard, 'said.leftDiscarded')}>
        {t('left.discard')}
      </Button>
    </section>
  );
}

function useOpenSteps(): { steps: readonly OpenStep[]; look: () => void } {
  const { host } = useDesk();
  const [seen, setSeen] = useState<{ steps: readonly OpenStep[]; againMs: number }>({
    steps: [],
    againMs: 0,
  });
  const read = useCallback(async () => {
    const answer = await host.call('step.list', {});
    setSeen((before) => {
      const steps = answer.ok ? answer.value.steps : before.steps;
      return { steps, againMs: steps.length > 0 ? LOOK_AGAIN_MS : LOOK_BY_AND_BY_MS };
    });
  }, [host]);
  useEffect(() => {
    const timer = setTimeout(() => void read(), seen.againMs);
    return () => clearTimeout(timer);
  }, [read, seen]);
  return { steps: seen.steps, look: () => void read() };
}
