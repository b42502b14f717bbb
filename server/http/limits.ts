/** Every bound of the server in one place. */

export type Limits = {
  /** Sockets at once; the next one is closed without a word. */
  readonly connections: number;
  /** A request's line and headers have to be here by then. */
  readonly headersMs: number;
  /** A call's whole body has to be here by then. */
  readonly bodyMs: number;
  /** A call that works longer is answered MAINTENANCE; what it does is finished or not, and may be sent again. */
  readonly callMs: number;
  /** When the server stops, what is still under way is cut after this. */
  readonly closeMs: number;
  /** A body of bytes has to bring something within this time. */
  readonly idleMs: number;
  /** All bodies of calls, from their first byte until the call is over. */
  readonly bodiesBytes: number;
  /** What all requests of bytes hold together: the buffers of those that stream, whole bodies of those that read one. */
  readonly rawBytes: number;
  /** All calls at work, weighed by what they may hold in memory; others wait their turn. */
  readonly workBytes: number;
  readonly workWaiting: number;
  readonly workWaitMs: number;
  /** Calls of one device at once. */
  readonly perDevice: number;
  /** How often one device may ask, and one address that shows no token (an office is one address). */
  readonly deviceRate: { readonly burst: number; readonly perSecond: number };
  readonly addressRate: { readonly burst: number; readonly perSecond: number };
  /** Wrong passwords of one device; wrong codes of one address; wrong passwords of the status page from one address. */
  readonly passwordRate: { readonly burst: number; readonly perSecond: number };
  readonly codeRate: { readonly burst: number; readonly perSecond: number };
  /** Wrong guesses of everybody together. */
  readonly guessRate: { readonly burst: number; readonly perSecond: number };
};

const MiB = 1024 * 1024;

export const LIMITS: Limits = {
  connections: 4000,
  headersMs: 15_000,
  // 1 MiB over a line of 64 kbit/s takes 130 s.
  bodyMs: 180_000,
  callMs: 60_000,
  closeMs: 3000,
  idleMs: 30_000,
  bodiesBytes: 128 * MiB,
  rawBytes: 256 * MiB,
  workBytes: 64 * MiB,
  workWaiting: 2000,
  workWaitMs: 20_000,
  perDevice: 24,
  deviceRate: { burst: 2000, perSecond: 400 },
  addressRate: { burst: 1000, perSecond: 50 },
  passwordRate: { burst: 10, perSecond: 1 / 30 },
  codeRate: { burst: 10, perSecond: 1 / 30 },
  guessRate: { burst: 200, perSecond: 2 },
};

/** Bodies of the small calls: enrolment, tokens, status. */
export const SMALL_BODY_BYTES = 16 * 1024;
/** A request's headers together. */
export const HEADER_BYTES = 16 * 1024;
