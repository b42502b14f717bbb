/** The imports that this window is sending; it outlives the screens that begin and show them. */
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { must } from '../../../shared/must.ts';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../ui/desk.ts';
import { printDecimal } from '../../ui/print-decimal.ts';
import { goTo } from '../../ui/route.ts';
import type { Collected } from './collect-files.ts';
import type { Forecast } from './room.ts';
import { sendFiles, type SendProgress } from './send-files.ts';

export type Importer = {
  /** What is being sent now, by import. */
  readonly sending: readonly SendProgress[];
  readonly start: (collected: Collected, parent: string | null) => void;
  /** Stops sending, and has the host stop taking in; what is stored stays. */
  readonly cancel: (id: string) => void;
};

/** From here on it is said what an import will take. */
const TOLD_BYTES = 1e8;

const ImportContext = createContext<Importer | null>(null);

export function useImporter(): Importer {
  return must(useContext(ImportContext), 'imports stand inside ImportProvider');
}

export function ImportProvider({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { host, reportError, say } = useDesk();
  const [sending, setSending] = useState<ReadonlyMap<string, SendProgress>>(new Map());
  const aborts = useRef(new Map<string, AbortController>());

  const start = useCallback(
    (collected: Collected, parent: string | null) => {
      if (collected.files.length + collected.unreadable.length === 0) {
        reportError({ code: 'NOTHING_TO_IMPORT' });
        return;
      }
      const abort = new AbortController();
      let id: string | null = null;
      const onProgress = (progress: SendProgress) => {
        if (id === null) {
          id = progress.import;
          aborts.current.set(id, abort);
          goTo({ screen: 'import', id });
        }
        setSending((before) => new Map(before).set(progress.import, progress));
      };
      const onForecast = ({ needs, left, level }: Forecast) => {
        const size = (bytes: number) => printDecimal(bytes / 1e9, i18n.language, 1);
        // A few pictures are no news on a roomy disk.
        if (needs >= TOLD_BYTES || level !== 'fine')
          say({ text: t('disk.forecast', { needs: size(needs), left: size(left) }) });
      };
      const { signal } = abort;
      void sendFiles({ ...collected, parent }, { host, signal, onProgress, onForecast }).then((result) => {
        if (id !== null) {
          const ended = id;
          aborts.current.delete(ended);
          setSending((before) => new Map([...before].filter(([each]) => each !== ended)));
        }
        if (!result.ok) reportError({ code: result.code, details: result.details });
      });
    },
    [host, reportError, say, t, i18n.language],
  );
  const cancel = useCallback(
    (id: string) => {
      const abort = aborts.current.get(id);
      if (abort !== undefined) abort.abort();
      else {
        void host.call('import.cancel', { import: id }).then((answer) => {
          if (!answer.ok) reportError({ code: answer.code, details: answer.details });
        });
      }
    },
    [host, reportError],
  );

  const isSending = sending.size > 0;
  useEffect(() => {
    if (!isSending) return undefined;
    // Closing the window would end the sending: the browser asks first.
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isSending]);

  const value = useMemo(() => ({ sending: [...sending.values()], start, cancel }), [sending, start, cancel]);
  return <ImportContext.Provider value={value}>{children}</ImportContext.Provider>;
}
