/** Gives the features their desk: the host, the one funnel of errors, writing with undo, and the line of what was done. */
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import type { Result } from '../../shared/result.ts';
import { useCatalogue } from '../db/catalogue-context.tsx';
import { BindingDialog } from '../features/binding/binding-dialog.tsx';
import { ImportProvider } from '../features/import/import-context.tsx';
import { Welcome } from '../features/start/welcome.tsx';
import { JoinArchive } from '../features/sync/join-archive.tsx';
import { SignIn, SignInBand } from '../features/sync/sign-in.tsx';
import { DeskProvider, type Desk, type Notice, type Trouble } from '../ui/desk.ts';
import { TroubleDialog } from '../ui/trouble-dialog.tsx';
import { Frame } from './frame.tsx';
import { LeftSteps } from './left-steps.tsx';
import type { WorkplaceProps } from './workplace.tsx';

export function DeskRoot(props: WorkplaceProps & { banner: ReactNode }) {
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [said, setSaid] = useState<{ notice: Notice; language: string } | null>(null);
  // What was said in another language is not said again in this one.
  const notice = said?.language === props.language ? said.notice : null;
  const { capabilities } = props.info;
  const [isWelcoming, setIsWelcoming] = useState(props.isFirstStart && capabilities.canWrite);

  const reportError = useCallback((next: Trouble) => setTrouble(next), []);
  const say = useCallback(
    (next: Notice) => setSaid({ notice: next, language: props.language }),
    [props.language],
  );

  const write = useCallback<Desk['write']>(
    async (command, edits) => {
      if (edits.length === 0) return true;
      const change = { id: newId(), command, edits: [...edits] };
      const answer = await catalogue.commit(change);
      if (!answer.ok && answer.code === 'CANCELLED') {
        say({ text: t('said.stopped', { command: t(`command.${command}`, t('command.unknown')) }) });
      } else if (!answer.ok) {
        const retry = () => void catalogue.retryUnsaved();
        setTrouble({ code: answer.code, details: answer.details, retry });
      }
      return answer.ok;
    },
    [catalogue, say, t],
  );

  const step = useCallback(
    async (act: () => Promise<Result<unknown, string>>, command: string | null, said: string) => {
      const answer = await act();
      if (answer.ok) {
        say({ text: t(said, { command: t(`command.${command ?? 'unknown'}`, t('command.unknown')) }) });
      } else if (answer.code === 'NOTHING_TO_UNDO' || answer.code === 'NOTHING_TO_REDO') {
        say({ text: t(`error.${answer.code}.what`) });
      } else setTrouble({ code: answer.code, details: answer.details });
    },
    [t, say],
  );
  const undo = useCallback(
    () => void step(() => catalogue.undo(), catalogue.undoable.get().undo, 'said.undone'),
    [catalogue, step],
  );
  const redo = useCallback(
    () => void step(() => catalogue.redo(), catalogue.undoable.get().redo, 'said.redone'),
    [catalogue, step],
  );

  const desk = useMemo<Desk>(
    () => ({ host: props.line.client, capabilities, reportError, say, write, undo, redo }),
    [props.line, capabilities, reportError, say, write, undo, redo],
  );
  return (
    <DeskProvider value={desk}>
      <ImportProvider question={BindingDialog}>
        {isWelcoming ? (
          <Welcome archive={props.info.archive} onDone={() => setIsWelcoming(false)} Join={JoinArchive} />
        ) : (
          <Frame
            {...props}
            banner={
              <>
                {props.banner}
                <SignInBand />
                <SignIn />
                <LeftSteps />
              </>
            }
            notice={notice}
            onNoticeClosed={() => setSaid(null)}
          />
        )}
        {trouble !== null && <TroubleDialog trouble={trouble} onClose={() => setTrouble(null)} />}
      </ImportProvider>
    </DeskProvider>
  );
}
