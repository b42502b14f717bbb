/**
 * How much of the machine work without hurry may take: the one place that all kinds of jobs ask. There are so many places for
 * all of them together, given in the order of asking; who has one gives it back after each piece of work.
 */
import { availableParallelism, constants, totalmem } from 'node:os';
import { TroubleError } from '../../../shared/result.ts';
import type { CpuShare } from '../../../shared/rpc/contract-jobs.ts';

export type Machine = {
  readonly cores: number;
  /** How many pieces of work may go on at once just now. */
  places(): number;
  /** The priority of the processes that do such work, for `os.setPriority`. */
  nice(): number;
  /**
   * Waits for a place; what it answers gives the place back. Never ask for a second one while holding one.
   *
   * @throws TroubleError CANCELLED when `signal` is aborted before
   */
  turn(signal?: AbortSignal): Promise<() => void>;
  /** The share may have changed: whoever waits is let in if there is room now. */
  refresh(): void;
};

/** A process that decodes or reads may take 600 MB, and the program and the system want theirs. */
const MEMORY_PER_PLACE = 1.5e9;

type Waiting = { enter(): void };

export function createMachine(deps: {
  readonly share: () => CpuShare;
  /** Whether somebody is at work at a window. */
  readonly isWatched: () => boolean;
  readonly cores?: number;
}): Machine {
  const cores = deps.cores ?? mostPlaces();
  const line: Waiting[] = [];
  let inside = 0;
  const share = () => effective(deps.share(), deps.isWatched());
  const places = () => placesOf(share(), cores);

  function letIn(): void {
    while (line.length > 0 && inside < places()) {
      inside++;
      line.shift()?.enter();
    }
  }

  /** Given back once, however often it is called. */
  function place(): () => void {
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      inside--;
      letIn();
    };
  }

  return {
    cores,
    places,
    nice: () =>
      share() === 'quiet' ? constants.priority.PRIORITY_LOW : constants.priority.PRIORITY_BELOW_NORMAL,
    turn(signal) {
      if (signal?.aborted === true) return Promise.reject(new TroubleError('CANCELLED'));
      return new Promise((resolve, reject) => {
        const leave = () => {
          line.splice(line.indexOf(waiting), 1);
          reject(new TroubleError('CANCELLED'));
        };
        const waiting: Waiting = {
          enter() {
            signal?.removeEventListener('abort', leave);
            resolve(place());
          },
        };
        signal?.addEventListener('abort', leave, { once: true });
        line.push(waiting);
        letIn();
      });
    },
    refresh: letIn,
  };
}

function mostPlaces(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / MEMORY_PER_PLACE)));
}

function effective(share: CpuShare, isWatched: boolean): Exclude<CpuShare, 'auto'> {
  if (share !== 'auto') return share;
  return isWatched ? 'quiet' : 'all';
}

/** Pure. There is always one place, so that all work comes to its end. */
export function placesOf(share: Exclude<CpuShare, 'auto'>, cores: number): number {
  const wanted = { quiet: 1, half: Math.floor(cores / 2), all: cores }[share];
  return Math.max(1, wanted);
}
