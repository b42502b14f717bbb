/** The imports that this window is sending; it outlives the screens that begin and show them. */
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ComponentType,
  type ReactNode,
} from 'react';
import { must } from '../../../shared/must.ts';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../ui/desk.ts';
import { printDecimal } from '../../ui/print-decimal.ts';
import { goTo } from '../../ui/route.ts';
import type { Collected } from './collect-files.ts';
import type { Forecast } from './room.ts';
import { sendFiles, type FilePlace, type SendProgress } from './send-files.ts';

export type Importer = {
  /** What is being sent now, by import. */
  readonly sending: readonly SendProgress[];
  /** Of a folder, or of several files into what is open, a person is asked first how they are bound. */
  readonly start: (collected: Collected, into: Destination) => void;
  /** Stops sending, and has the host stop taking in; what is stored stays. */
  readonly cancel: (id: string) => void;
};

/** Where files are dropped: the record that is open, and the unit or volume that documents go into, if it is one. */
export type Destination = { readonly place: string | null; readonly parent: string | null };

export const NOWHERE: Destination = { place: null, parent: null };

/** What a person is asked before files come in; the answer begins the import. */
export type Question = {
  readonly paths: readonly string[];
  readonly place: string | null;
  readonly onLoose: () => void;
  readonly onBound: (places: readonly FilePlace[]) => void;
  readonly onClose: () => void;
};

/** From here on it is said what an import will take. */
const TOLD_BYTES = 1e8;

const ImportContext = createContext<Importer | null>(null);

export function useImporter(): Importer {
  return must(useContext(ImportContext), 'imports stand inside ImportProvider');
}

type ImportProviderProps = { children: ReactNode; question: ComponentType<Question> };

export function ImportProvider({ children, question: QuestionView }: ImportProviderProps) {
  const { t, i18n } = useTranslation();
  const { host, reportError, say } = useDesk();
  const [sending, setSending] = useState<ReadonlyMap<string, SendProgress>>(new Map());
  const aborts = useRef(new Map<string, AbortController>());
  const [question, setQuestion] = useState<Question | null>(null);

  const send = useCallback(
    (collected: Collected, parent: string | null, places: readonly FilePlace[]) => {
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
      void sendFiles({ ...collected, parent, places }, { host, signal, onProgress, onForecast }).then(
        (result) => {
          if (id !== null) {
            const ended = id;
            aborts.current.delete(ended);
            setSending((before) => new Map([...before].filter(([each]) => each !== ended)));
          }
          if (!result.ok) reportError({ code: result.code, details: result.details });
        },
      );
    },
    [host, reportError, say, t, i18n.language],
  );
  const start = useCallback(
    (collected: Collected, into: Destination) => {
      if (collected.files.length + collected.unreadable.length === 0)
        return reportError({ code: 'NOTHING_TO_IMPORT' });
      if (!isAskedAbout(collected, into)) return send(collected, into.parent, []);
      const answer = (places: readonly FilePlace[]) => {
        setQuestion(null);
        send(collected, into.parent, places);
      };
      setQuestion({
        paths: collected.files.map(({ path }) => path),
        place: into.place,
        onLoose: () => answer([]),
        onBound: answer,
        onClose: () => setQuestion(null),
      });
    },
    [reportError, send],
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
  return (
    <ImportContext.Provider value={value}>
      {children}
      {question !== null && <QuestionView {...question} />}
    </ImportContext.Provider>
  );
}

/** One file goes where it is dropped, and a few loose ones too. */
function isAskedAbout({ files }: Collected, { place }: Destination): boolean {
  const isFolder = files.some(({ path }) => path.includes('/'));
  return isFolder || (place !== null && files.length > 1);
}
