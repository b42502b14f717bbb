/**
 * The way of one file between a station and the centre: staged → stored → queued → uploading → uploaded → verified →
 * evictable, and back down when it is asked for. Pure: what is known of a file, and what an event makes of it. Nothing is
 * concluded from silence: a file is at the centre only when the centre says that it has re-read it.
 */

/** What is known of a file. Both sides are kept apart: each speaks for its own disk only. */
export type FileFacts = {
  /** `staged`: bytes came in and are not read again yet; `stored`: read again and sound; `damaged`: there, and other bytes. */
  readonly here: 'no' | 'staged' | 'stored' | 'damaged';
  /** `part`: some bytes were taken; `whole`: all were, and the centre has not answered for them; `verified`: it read them again. */
  readonly there: 'unknown' | 'no' | 'part' | 'whole' | 'verified';
  readonly moving: 'no' | 'queued' | 'up' | 'down';
  /** The centre has said that a verified backup of its own holds the bytes and what names them. */
  readonly durable: boolean;
  /** A person chose to have it here. */
  readonly held: boolean;
};

export type FileEvent =
  | { readonly t: 'staged' | 'stored' | 'queued' | 'began' | 'sent' | 'whole' | 'cut' }
  /** The centre re-read what it was sent and found other bytes: it has taken them away. */
  | { readonly t: 'refused' }
  /** The centre's own words about the file. */
  | { readonly t: 'told'; readonly there: 'no' | 'verified'; readonly durable: boolean }
  /** Another centre, or one that was restored: what it said before says nothing. */
  | { readonly t: 'forgotten' }
  /** Bytes are on their way down; `fetched`: they are here, and were read again. */
  | { readonly t: 'fetching' | 'fetched' }
  /** `lost`: not here any more, whether it went astray or was taken away where `mayEvict` allowed it. */
  | { readonly t: 'damaged' | 'lost' }
  | { readonly t: 'hold'; readonly held: boolean };

/** The steps of the way as people are told them; `elsewhere`: not here and at the centre, `nowhere`: not here, and nobody has it yet. */
export type FileWay =
  | 'staged'
  | 'stored'
  | 'queued'
  | 'uploading'
  | 'uploaded'
  | 'verified'
  | 'evictable'
  | 'damaged'
  | 'fetching'
  | 'elsewhere'
  | 'nowhere';

/** A file of which nothing is known but its name. */
export const UNKNOWN_FILE: FileFacts = {
  here: 'no',
  there: 'unknown',
  moving: 'no',
  durable: false,
  held: false,
};

type Steps = {
  readonly [T in FileEvent['t']]: (facts: FileFacts, event: Extract<FileEvent, { t: T }>) => FileFacts;
};

const STEPS: Steps = {
  staged: (facts) => (facts.here === 'no' ? { ...facts, here: 'staged' } : facts),
  stored: (facts) => ({ ...facts, here: 'stored' }),
  queued: (facts) => (maySend(facts) && facts.moving === 'no' ? { ...facts, moving: 'queued' } : facts),
  began: (facts) => (maySend(facts) ? { ...facts, moving: 'up' } : facts),
  sent: (facts) => (facts.moving === 'up' ? { ...facts, there: 'part' } : facts),
  whole: (facts) => (facts.moving === 'up' ? { ...facts, there: 'whole' } : facts),
  cut,
  refused: (facts) => (facts.moving === 'up' ? { ...facts, there: 'no', moving: 'queued' } : facts),
  told: (facts, { there, durable }) => told(facts, there, durable),
  forgotten: (facts) => ({
    ...facts,
    there: 'unknown',
    durable: false,
    moving: facts.moving === 'down' ? 'down' : 'no',
  }),
  fetching: (facts) =>
    facts.there === 'verified' && facts.here !== 'stored' ? { ...facts, moving: 'down' } : facts,
  fetched: (facts) => (facts.moving === 'down' ? { ...facts, here: 'stored', moving: 'no' } : facts),
  damaged: (facts) => (facts.here === 'no' ? facts : { ...facts, here: 'damaged', moving: 'no' }),
  lost: (facts) => ({ ...facts, here: 'no', moving: 'no' }),
  hold: (facts, { held }) => ({ ...facts, held }),
};

/** What an event makes of a file. An event that does not fit (a late answer, one told twice) changes nothing. */
export function stepFile(facts: FileFacts, event: FileEvent): FileFacts {
  const step = STEPS[event.t] as (facts: FileFacts, event: FileEvent) => FileFacts;
  return step(facts, event);
}

/** Whether the bytes may go up: what is not sound here is sent to nobody, and what is verified there is not sent again. */
export function maySend(facts: FileFacts): boolean {
  return facts.here === 'stored' && facts.there !== 'verified' && facts.moving !== 'down';
}

/**
 * Whether the bytes may be taken away here: the centre has them, read again, and in a backup (so that two copies stay), and
 * nobody chose to have them here.
 */
export function mayEvict(facts: FileFacts): boolean {
  return (
    facts.here === 'stored' &&
    facts.there === 'verified' &&
    facts.durable &&
    !facts.held &&
    facts.moving === 'no'
  );
}

/** Where a file is on its way. */
export function wayOf(facts: FileFacts): FileWay {
  if (facts.moving === 'down') return 'fetching';
  if (facts.here === 'no') return facts.there === 'verified' ? 'elsewhere' : 'nowhere';
  if (facts.here === 'damaged') return 'damaged';
  if (facts.here === 'staged') return 'staged';
  if (facts.there === 'verified') return mayEvict(facts) ? 'evictable' : 'verified';
  if (facts.there === 'whole') return 'uploaded';
  if (facts.moving === 'up') return 'uploading';
  return facts.moving === 'queued' ? 'queued' : 'stored';
}

function cut(facts: FileFacts): FileFacts {
  if (facts.moving === 'up') return { ...facts, moving: 'queued' };
  return facts.moving === 'down' ? { ...facts, moving: 'no' } : facts;
}

function told(facts: FileFacts, there: 'no' | 'verified', durable: boolean): FileFacts {
  if (there === 'verified') {
    return { ...facts, there, durable, moving: facts.moving === 'down' ? 'down' : 'no' };
  }
  // It had it once and has lost it, or never had it: what is sound here goes up (again).
  const moving = facts.moving === 'down' ? 'no' : facts.moving;
  return { ...facts, there: facts.moving === 'up' ? facts.there : 'no', durable: false, moving };
}
