/**
 * A run as data: who takes part, and what happens, one action after the other. Numbers point at "the nth of what there is"
 * and wrap around, so that a script keeps its meaning when actions are taken out of it. A failing run is kept as such a
 * script.
 */
import { z } from 'zod';
import { FILE_ACTS } from './world/files.ts';

const nth = z.int().nonnegative();
const s = nth;

/** What happens to one message of a session. */
export const FAULTS = [
  'ok',
  'requestLost',
  'answerLost',
  'twice',
  'cutRequest',
  'cutAnswer',
  'html',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Where a session may be left waiting. */
const CALLS = ['push', 'pull', 'records', 'snapshotPart', 'history'] as const;

const actionSchema = z.discriminatedUnion('a', [
  /** Writing. `r`: which record, `f`: which field of it. */
  z.strictObject({ a: z.literal('new'), s, r: nth }),
  z.strictObject({ a: z.literal('edit'), s, r: nth, f: nth }),
  z.strictObject({ a: z.literal('text'), s, r: nth }),
  z.strictObject({ a: z.literal('tag'), s, r: nth, f: nth, on: z.boolean() }),
  z.strictObject({ a: z.literal('del'), s, r: nth }),
  z.strictObject({ a: z.literal('undel'), s, r: nth }),
  z.strictObject({ a: z.literal('move'), s, r: nth, to: nth }),
  z.strictObject({ a: z.literal('settle'), s, r: nth }),
  z.strictObject({ a: z.literal('txn'), s, r: nth, n: z.int().min(2).max(8) }),
  z.strictObject({ a: z.literal('step'), s, r: nth, acts: z.int().min(2).max(5), n: z.int().min(1).max(4) }),
  z.strictObject({ a: z.literal('undo'), s }),
  /** An op that only a newer program can write; `kind`: an unknown kind, else an unknown format. */
  z.strictObject({ a: z.literal('newer'), s, r: nth, kind: z.boolean() }),
  z.strictObject({ a: z.literal('upgrade'), s: nth.nullable() }),
  /** An op that the server may not take as it is: too large for it. */
  z.strictObject({ a: z.literal('huge'), s, r: nth }),
  /** An op that the server cannot read before it is upgraded; everybody else can. */
  z.strictObject({ a: z.literal('odd'), s, r: nth }),
  /** Sessions. `round`: a whole one without faults; `begin` and `step` tell a session message by message. */
  z.strictObject({ a: z.literal('round'), s }),
  z.strictObject({ a: z.literal('talk'), s, n: z.int().positive(), fault: z.enum(FAULTS) }),
  /** Speaks until it is about to say this, and waits there. */
  z.strictObject({ a: z.literal('until'), s, call: z.enum(CALLS) }),
  z.strictObject({ a: z.literal('late'), m: nth }),
  z.strictObject({ a: z.literal('garbage'), s, m: nth, how: nth }),
  /** Faults of machines. Null is the server. */
  z.strictObject({
    a: z.literal('arm'),
    s: nth.nullable(),
    phase: z.enum(['begin', 'write', 'commit', 'done']),
    nth,
    write: z.int().positive(),
  }),
  z.strictObject({ a: z.literal('crash'), s: nth.nullable() }),
  z.strictObject({ a: z.literal('clock'), s: nth.nullable(), ms: z.int() }),
  z.strictObject({ a: z.literal('wait'), ms: z.int().nonnegative() }),
  z.strictObject({ a: z.literal('join') }),
  z.strictObject({ a: z.literal('backup'), s }),
  z.strictObject({ a: z.literal('restore'), s, b: nth, noticed: z.boolean() }),
  z.strictObject({ a: z.literal('clone'), s, noticed: z.boolean() }),
  z.strictObject({ a: z.literal('serverBackup'), verified: z.boolean() }),
  z.strictObject({ a: z.literal('serverRestore'), b: nth, epoch: z.boolean(), isOpen: z.boolean() }),
  /** Disks. `to` null: the server. `part`: how much of it can be read, in eighths. */
  z.strictObject({ a: z.literal('export'), s, to: nth.nullable() }),
  z.strictObject({ a: z.literal('import'), d: nth, to: nth.nullable(), part: z.int().min(1).max(8) }),
  z.strictObject({ a: z.literal('revoke'), s }),
  z.strictObject({ a: z.literal('readmit'), s }),
  /** The person's account is closed, or open again. */
  z.strictObject({ a: z.literal('person'), isClosed: z.boolean() }),
  z.strictObject({ a: z.literal('decide'), m: nth, accept: z.boolean() }),
  z.strictObject({ a: z.literal('history'), s }),
  z.strictObject({ a: z.literal('file'), s, f: nth, act: z.enum(FILE_ACTS) }),
  z.strictObject({ a: z.literal('check') }),
]);
export type Action = z.infer<typeof actionSchema>;
export type ActionName = Action['a'];

export const scriptSchema = z.strictObject({
  /** Seeds the ids and what actions leave open. */
  seed: z.int().nonnegative(),
  /** Why this script is kept; empty in one that was just made. */
  why: z.string().default(''),
  stations: z.int().min(1).max(4),
  /** Everybody has the founder's first records before it begins. */
  joined: z.boolean(),
  /** Small limits of messages cut more often. */
  limits: z.strictObject({
    pushOps: z.int().positive(),
    pullOps: z.int().positive(),
    partRows: z.int().positive(),
    /** From so many entries on an empty station begins with a snapshot. */
    snapshotFrom: z.int().nonnegative(),
    historyPieces: z.int().nonnegative(),
  }),
  /** At the end the administrator accepts what was held back; else it stays so. */
  acceptAll: z.boolean(),
  actions: z.array(actionSchema),
});
export type Script = z.infer<typeof scriptSchema>;
