/**
 * When a round with the centre is made, and what becomes of its end. Whatever happens it comes again: nothing here gives anything up.
 * Times come in from outside, so that a test has them in its hand.
 */
import type { Details } from '../../../shared/result.ts';
import { LINE_PROBLEMS } from '../../../shared/sync/wire/problems.ts';
import { LONGEST_MS, waitAfterFailure, waitBetweenPolls } from './back-off.ts';
import { createNextRound, GATHER_MS, type Cause, type Timers } from './next-round.ts';

type Trouble = { readonly code: string; readonly details: Details };

/**
 * How a round ended. `complete`: all that could be exchanged was; `hasMore` of what nobody waits for, and `trouble` with a part that
 * holds up no other. `line` is tried again by itself, `person` needs somebody.
 */
export type RoundEnd =
  | { readonly kind: 'complete'; readonly hasMore: boolean; readonly trouble: Trouble | null }
  | { readonly kind: 'cut' }
  | ({ readonly kind: 'line' | 'person' } & Trouble);

export type LoopState = {
  readonly state: 'resting' | 'working' | 'waiting' | 'stopped' | 'off';
  readonly trouble: { readonly code: string; readonly details: Details; readonly since: number } | null;
  /** Milliseconds since 1970; null when nothing is planned. */
  readonly next: number | null;
  readonly lastComplete: number | null;
  /** The last complete round that was for more than what was written here. */
  readonly lastLook: number | null;
};

export type Loop = {
  state(): LoopState;
  /** Something was written here: a round soon, many changes together. */
  written(): void;
  /** The centre has news. */
  poked(): void;
  /** Another call of this station has reached the centre: there is a line again. */
  readonly reached: () => void;
  /** At once, whatever the waiting; resolves when a round that began after this has ended. Nothing before `start`. */
  now(): Promise<void>;
  /** Begins; or goes on after a pause. */
  start(): void;
  /** Ends what goes on and makes no more rounds until `start`. */
  stop(): Promise<void>;
};

/** What says that the centre was not reached; what it refuses itself is no other for its being there. */
const NO_LINE: ReadonlySet<string> = new Set(LINE_PROBLEMS);

/** What needs a person is looked at again nevertheless: the centre's administrator may have mended it. */
const STOPPED_MS = 30 * 60_000;
/** What nobody waits for goes on while nobody waits for anything else. */
const MORE_MS = 1000;
/** Rounds follow each other so closely at most, whoever asks for them. */
const LEAST_BETWEEN_MS = 50;

const REAL: Timers = {
  now: () => performance.now(),
  set: (callback, ms) => setTimeout(callback, ms).unref(),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

export function createLoop(deps: {
  /** One round; it ends soon after `signal` is aborted. It does not throw, or what it throws is a bug that `report` hears of. */
  readonly round: (signal: AbortSignal, cause: Cause) => Promise<RoundEnd>;
  readonly onChange: () => void;
  readonly report: (error: unknown) => void;
  readonly now?: () => number;
  readonly random?: () => number;
  readonly timers?: Timers;
}): Loop {
  const { round, onChange, report, now = Date.now, random = Math.random, timers = REAL } = deps;
  let isOn = false;
  let working: { readonly stopper: AbortController; readonly end: Promise<void> } | null = null;
  let failures = 0;
  let trouble: LoopState['trouble'] = null;
  let needsPerson = false;
  let lastComplete: number | null = null;
  let lastLook: number | null = null;
  /** The centre asked to be left alone until then, by the clock that no one can set: nobody but a person makes a round before. */
  let quietUntil = 0;
  /** What a round is for that was asked for while another goes on. */
  let again: Cause | null = null;

  const next = createNextRound({ timers, now, onDue: (cause) => void begin(cause) });
  const askAgain = (why: Cause): void => {
    again = again === null || again === 'written' ? why : again;
  };

  function begin(why: Cause): Promise<void> {
    if (working !== null) {
      askAgain(why);
      return working.end;
    }
    next.clear();
    again = null;
    const stopper = new AbortController();
    const end = run(stopper.signal, why);
    working = { stopper, end };
    onChange();
    return end;
  }

  async function run(signal: AbortSignal, why: Cause): Promise<void> {
    let result: RoundEnd;
    try {
      result = await round(signal, why);
    } catch (error) {
      report(error);
      result = { kind: 'line', code: 'INTERNAL', details: {} };
    }
    working = null;
    settle(result, why);
    onChange();
  }

  const sinceOf = ({ code }: Trouble): number => (trouble?.code === code ? trouble.since : now());

  function settle(result: RoundEnd, why: Cause): void {
    quietUntil = 0;
    if (result.kind === 'complete') {
      [failures, needsPerson, lastComplete] = [0, false, now()];
      if (why !== 'written') lastLook = lastComplete;
      trouble = result.trouble === null ? null : { ...result.trouble, since: sinceOf(result.trouble) };
      if (!isOn) return;
      if (again !== null) next.plan(LEAST_BETWEEN_MS, again);
      else next.plan(result.hasMore ? MORE_MS : waitBetweenPolls(random()), result.hasMore ? 'look' : 'news');
      return;
    }
    if (result.kind === 'cut') {
      if (isOn) next.plan(LEAST_BETWEEN_MS, 'look');
      return;
    }
    const { code, details } = result;
    trouble = { code, details, since: sinceOf(result) };
    needsPerson = result.kind === 'person';
    failures += 1;
    if (!isOn) return;
    const asked = Number(details['retryAfter'] ?? 0);
    quietUntil = timers.now() + Math.min(asked * 1000, LONGEST_MS);
    const wait = needsPerson ? STOPPED_MS * (0.5 + random()) : waitAfterFailure(failures, random(), asked);
    next.plan(wait, 'look');
  }

  const stateNow = (): LoopState['state'] => {
    if (working !== null) return 'working';
    if (!isOn) return 'off';
    if (failures === 0) return 'resting';
    return needsPerson ? 'stopped' : 'waiting';
  };

  function poked(): void {
    if (working !== null) askAgain('news');
    else if (isOn && !needsPerson) next.news(Math.max(0, quietUntil - timers.now()) + random() * GATHER_MS);
  }

  return {
    state: () => ({ state: stateNow(), trouble, next: next.at(), lastComplete, lastLook }),
    written() {
      if (working !== null) askAgain('written');
      // While the line is down the back-off decides, and all of it goes together.
      if (!isOn || failures > 0 || working !== null) return;
      next.written();
    },
    poked,
    reached() {
      if (stateNow() === 'waiting' && trouble !== null && NO_LINE.has(trouble.code)) poked();
    },
    async now() {
      if (working !== null) await working.end;
      // What was stopped, perhaps meanwhile, stays so.
      if (isOn) await begin('look');
    },
    start() {
      if (isOn) return;
      isOn = true;
      next.plan(random() * GATHER_MS, 'look');
      onChange();
    },
    async stop() {
      isOn = false;
      next.clear();
      working?.stopper.abort();
      await working?.end;
      onChange();
    },
  };
}
