/** The host's capture session as a window follows it, and what a person does in it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { v7 as newId } from 'uuid';
import { useTranslation } from 'react-i18next';
import type { CaptureAct, CaptureSettings, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import type { Input } from '../../../shared/rpc/contract.ts';
import { useDesk } from '../../ui/desk.ts';

export type Capture = {
  /** Undefined while it is asked for; null: none is open. */
  readonly status: CaptureStatus | null | undefined;
  /** How it was done the last time. */
  readonly settings: CaptureSettings | null;
  readonly act: (act: CaptureAct) => void;
  readonly begin: (input: Input<'capture.begin'>) => Promise<boolean>;
  /** Answers the import whose report it is; null when it could not be ended. */
  readonly end: () => Promise<string | null>;
};

/** A host that came back tells of its jobs; by then what is shown here may be old. */
const OLD_MS = 2000;

/** Follows the session; every screen that shows it may. */
export function useCaptureStatus(): Pick<Capture, 'status' | 'settings'> {
  const { host } = useDesk();
  const [known, setKnown] = useState<Pick<Capture, 'status' | 'settings'>>({
    status: undefined,
    settings: null,
  });
  const heardAt = useRef(0);
  useEffect(() => {
    let isGone = false;
    let events = 0;
    const ask = () => {
      heardAt.current = performance.now();
      const before = events;
      void host.call('capture.status', {}).then((answer) => {
        if (!answer.ok || isGone) return;
        // What an event told meanwhile is newer.
        if (events === before) setKnown(answer.value);
        else setKnown((told) => ({ ...told, settings: told.settings ?? answer.value.settings }));
      });
    };
    ask();
    const stops = [
      host.on('capture.changed', ({ status }) => {
        heardAt.current = performance.now();
        events += 1;
        setKnown(({ settings }) => ({ status, settings: status?.settings ?? settings }));
      }),
      host.on('jobs.changed', () => {
        if (performance.now() - heardAt.current > OLD_MS) ask();
      }),
    ];
    return () => {
      isGone = true;
      for (const stop of stops) stop();
    };
  }, [host]);
  return known;
}

export function useCapture(): Capture {
  const { t } = useTranslation();
  const { host, reportError, say } = useDesk();
  const { status, settings } = useCaptureStatus();
  const session = status?.session ?? null;

  const act = useCallback(
    (what: CaptureAct) => {
      if (session === null) return;
      void host.call('capture.act', { session, id: newId(), act: what }).then((answer) => {
        if (answer.ok) return;
        // A new scan was quicker than the key: nobody needs a dialog for that.
        if (answer.code === 'CAPTURE_MOVED_ON') say({ text: t('error.CAPTURE_MOVED_ON.what') });
        else reportError({ code: answer.code, details: answer.details });
      });
    },
    [host, session, reportError, say, t],
  );
  const begin = useCallback(
    async (input: Input<'capture.begin'>) => {
      const answer = await host.call('capture.begin', input);
      if (!answer.ok) reportError({ code: answer.code, details: answer.details });
      return answer.ok;
    },
    [host, reportError],
  );
  const end = useCallback(async () => {
    if (session === null) return null;
    const answer = await host.call('capture.end', { session });
    if (answer.ok) return answer.value.import;
    reportError({ code: answer.code, details: answer.details });
    return null;
  }, [host, session, reportError]);
  return { status, settings, act, begin, end };
}
