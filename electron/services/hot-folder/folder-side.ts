/** A session's folder: the complete files of it in the order of arrival, as long as it is watched. */
import type { Decoder } from '../decode/decoder.ts';
import { createLookInto, type LookInto } from './look-into.ts';
import type { Session } from './session.ts';
import { createSightings, type RefusedFile, type SeenFile, type Sightings } from './sightings.ts';
import { watchFolder, type FolderWatch } from './watch-folder.ts';

export type FolderSide = Pick<Sightings, 'putBack' | 'forget' | 'unsettle'> &
  Pick<LookInto, 'factsOf'> & {
    start(): void;
    /** What was complete and not yet taken out is seen anew by the next start. */
    stop(): Promise<void>;
    /** Looks now. */
    wake(): void;
    /** The next complete file. */
    next(): SeenFile | undefined;
    hasNext(): boolean;
    /** Files on their way, complete ones too. */
    waiting(): number;
    /** Whether the last look found the folder gone. */
    isAway(): boolean;
    /** Asks now whether it is. */
    isGone(): Promise<boolean>;
  };

export function createFolderSide(deps: {
  readonly session: Session;
  readonly decoder: Pick<Decoder, 'inspect' | 'digest'>;
  /** How long a file may be broken before it is said. */
  readonly refuseMs?: number | undefined;
  /** After every look; `isNew`: something has changed since the one before. */
  readonly onLook: (isNew: boolean) => void;
  readonly onRefused: (file: RefusedFile) => void;
}): FolderSide {
  const { session } = deps;
  const { folder } = session.settings;
  // Where names tell the leaf nobody has to wait for an earlier one.
  const sightings = createSightings(() => session.settings.pattern === null, deps.refuseMs);
  const looks = createLookInto({ folder, decoder: deps.decoder });
  const ready: SeenFile[] = [];
  let watch: FolderWatch | null = null;
  let isAway = false;
  let told = 0;
  sightings.settle(session.settled.values());
  sightings.settle(session.backlog.values());
  sightings.unsettle([...session.backlog.keys()]);

  return {
    ...sightings,
    factsOf: (file) => looks.factsOf(file),
    start() {
      watch ??= watchFolder({
        folder,
        sightings,
        lookInto: (file) => looks.look(file),
        onSeen(at) {
          ready.push(...sightings.takeReady(at));
          for (const file of sightings.takeRefused(at)) deps.onRefused(file);
          const waiting = sightings.waiting() + ready.length;
          const isNew = isAway || waiting !== told;
          isAway = false;
          told = waiting;
          deps.onLook(isNew);
        },
        onAway(next) {
          isAway = next;
          deps.onLook(true);
        },
      });
    },
    async stop() {
      const before = watch;
      watch = null;
      await before?.stop();
      sightings.askAnew();
      for (const file of ready.splice(0)) sightings.putBack(file);
      isAway = false;
    },
    wake: () => watch?.wake(),
    next: () => ready.shift(),
    hasNext: () => ready.length > 0,
    waiting: () => sightings.waiting() + ready.length,
    isAway: () => isAway,
    isGone: () => watch?.isGone() ?? Promise.resolve(isAway),
    forget(name) {
      sightings.forget(name);
      looks.forget(name);
    },
  };
}
