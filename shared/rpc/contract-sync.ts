/**
 * Calls about the centre: the link to it, who is signed in, what is on its way, what waits for a person. Files have their own
 * calls in `contract-sync-files.ts`; both are told in one status.
 */
import { z } from 'zod';
import { jsonSchema } from '../json.ts';
import { opIdSchema, recordIdSchema } from '../sync/op.ts';

const count = z.int().nonnegative();
/** ISO 8601. */
const time = z.iso.datetime();
const nothing = z.strictObject({});
const details = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
/** An address as people write it: `https://centre.example`, perhaps with a port and a path. */
const address = z.string().min(1).max(2000);
const password = z.string().min(1).max(1000);
const login = z.string().min(1).max(200);

/** Where the proxy's address comes from: the system (environment), nowhere, or a person. */
const proxySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('system') }),
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('address'), address }),
]);

const hour = z.int().min(0).max(23);

/** How this station uses its line. Descriptions always travel; hours and the limit are for files. */
const syncPlanSchema = z.strictObject({
  proxy: proxySchema,
  /** When files may travel, by the machine's clock; `from` later than `to` goes over midnight; null: always. */
  hours: z.strictObject({ from: hour, to: hour }).nullable(),
  /** How many bytes of files may travel in a day, both ways together; null: as many as there are. */
  dailyBytes: z.number().positive().nullable(),
});
export type SyncPlan = z.infer<typeof syncPlanSchema>;

/** What every station begins with. */
export const SYNC_PLAN: SyncPlan = { proxy: { kind: 'system' }, hours: null, dailyBytes: null };

/** `until` null: until a person lets it go on. */
const syncPauseSchema = z.strictObject({ until: time.nullable() });

/** In the settings; not there: what every station begins with. */
export const syncSettingsSchema = z.strictObject({ plan: syncPlanSchema, pause: syncPauseSchema.nullable() });

const personSchema = z.strictObject({ id: recordIdSchema, name: z.string(), login: z.string() });

/**
 * `none`: this archive has no centre. `enrolled`: the centre knows this machine, and somebody is to sign in. `joining`: somebody
 * has, and this folder is to become a station by `sync.join`. `linked`: this archive is there.
 */
const LINKS = ['none', 'enrolled', 'joining', 'linked'] as const;

/**
 * `off`: there is nothing to do, or this window's host may not write. `resting`: all was exchanged, it listens. `working`: see
 * `activity`. `paused`: by a person. `waiting`: `trouble` says why; tried again by itself at `next`. `stopped`: `trouble` says
 * why; it needs a person. Whatever it is, nothing that was written is given up.
 */
const SYNC_STATES = ['off', 'resting', 'working', 'paused', 'waiting', 'stopped'] as const;

/** What goes on, in the order of a first sync: `files` may go on beside the others. */
const SYNC_WORKS = ['greeting', 'sending', 'fetching', 'first', 'history', 'files'] as const;

const syncStatusSchema = z.strictObject({
  link: z.enum(LINKS),
  state: z.enum(SYNC_STATES),
  centre: z
    .strictObject({
      url: z.string(),
      /** How the centre names itself. */
      name: z.string(),
      /** This machine as the centre knows it. */
      device: z.strictObject({ id: z.uuid(), name: z.string() }),
    })
    .nullable(),
  /** What is not at the centre yet. Pages are counted apart from the other records. Files are those that records name. */
  unsent: z.strictObject({ ops: count, records: count, pages: count, files: count, bytes: count }),
  /** Changes that are at the centre and in no verified backup of it yet: they are kept here for that time too. */
  unsecured: count,
  /** Changes of a newer program, which this one keeps and cannot show. */
  held: count,
  /** Older changes that are still to be fetched; the records are complete without them, their histories are not. */
  older: count,
  /** When the centre last answered. */
  lastContact: time.nullable(),
  /** When there was last nothing left to send or fetch. */
  lastComplete: time.nullable(),
  activity: z.strictObject({ work: z.enum(SYNC_WORKS), done: count, total: count.nullable() }).nullable(),
  pause: syncPauseSchema.nullable(),
  /** Why no files travel now by the plan of the line, and until when; null: they may, or nothing does in a pause. */
  filesWait: z.strictObject({ why: z.enum(['hours', 'limit']), until: time }).nullable(),
  /** When it is tried again by itself. */
  next: time.nullable(),
  /** A code with texts under `error`; `since` is when it began. */
  trouble: z.strictObject({ code: z.string(), details, since: time }).nullable(),
  /** By how many seconds this machine's clock is ahead of the centre's, behind when negative; null: unknown, or no more than two minutes. */
  clock: z.int().nullable(),
  /** Who is signed in; what is written carries this person. */
  person: personSchema.nullable(),
  /** Work that waits at the centre for a decision. */
  attention: count,
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;

/** What a decision may do with work that the centre holds back: let it in, or leave it where it is, kept and unused. */
const ATTENTION_DECISIONS = ['accept', 'leave'] as const;

const attentionSchema = z.strictObject({
  /** The change. */
  id: opIdSchema,
  rec: recordIdSchema,
  /** The record's type; null when not even that can be read. */
  t: z.string().nullable(),
  kind: z.string().nullable(),
  /** What it would write, by field. */
  values: z.record(z.string(), jsonSchema),
  /** Why it is held back, a code with texts under `error`: DEVICE_REVOKED, PERSON_CLOSED, SEAL_MISSING, OP_TOO_LARGE … */
  code: z.string(),
  station: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  person: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  /** When it was written, by its author's clock. */
  at: time.nullable(),
  /** When it came to the centre. */
  cameAt: time.nullable(),
  decision: z.enum(ATTENTION_DECISIONS).nullable(),
  decidedBy: z.string().nullable(),
  /** It was written on this station. */
  isOurs: z.boolean(),
});
export type AttentionItem = z.infer<typeof attentionSchema>;

const planAnswer = z.strictObject({
  plan: syncPlanSchema,
  /** The owners of the certificates that are trusted beside the system's own; empty: none was given. */
  authorities: z.array(z.string()),
});

/**
 * Codes that every call may meet which speaks to the centre: OFFLINE, TIMEOUT, NOT_A_SERVER (something else answered: a
 * captive portal, a proxy), CERTIFICATE, PROXY_REFUSED, MAINTENANCE, TOO_MANY_REQUESTS, UPGRADE_REQUIRED, DEVICE_REVOKED.
 */
export const syncCalls = {
  'sync.status': { access: 'read', input: nothing, output: syncStatusSchema },
  /** Looks who answers at an address, and changes nothing. Errors: BAD_ADDRESS, BAD_CERTIFICATE and the common ones. */
  'sync.look': {
    access: 'write',
    input: z.strictObject({ url: address, authority: z.string().max(200_000).optional() }),
    output: z.strictObject({
      /** The address that was found to be the right one. */
      url: z.string(),
      name: z.string(),
      /** The line to it can be read by others; only a centre on this very machine may be so. */
      isPlain: z.boolean(),
      /** This folder holds nothing yet, so it may join an archive; otherwise its own may be founded there. */
      mayJoin: z.boolean(),
    }),
  },
  /**
   * Makes this machine known to a centre by the one-time code that its administrator gave; somebody signs in next. `found`: this
   * archive is founded at the centre under its own id and history, or found there again. `join`: this empty folder is to become a
   * station of the archive that the code is for. `authority`: certificates (PEM) to trust beside the system's. Asked again with the
   * same code it is the same. Errors: BAD_ADDRESS, BAD_CERTIFICATE, CODE_UNKNOWN (never given, used up, too old), ARCHIVE_FOREIGN
   * (the code is for another archive), ARCHIVE_ELSEWHERE, ARCHIVE_NOT_EMPTY (this folder holds work: it cannot join another
   * archive), NOT_FOUNDED (nothing is there to join yet), ALREADY_CONNECTED.
   */
  'sync.connect': {
    access: 'write',
    input: z.strictObject({
      url: address,
      code: z.string().min(1).max(200),
      /** How people call this machine. */
      name: z.string().min(1).max(200),
      as: z.enum(['found', 'join']),
      authority: z.string().max(200_000).optional(),
    }),
    output: z.strictObject({
      archive: z.strictObject({ id: z.uuid(), name: z.string() }),
      /** True when this very call founded it there. */
      founded: z.boolean(),
    }),
  },
  /**
   * Makes this empty data folder a station of the archive that it was connected to, for the person signed in: the host ends and
   * begins again on the same folder, and what the archive holds is fetched. Errors: NOT_CONNECTED, SIGN_IN_NEEDED, ARCHIVE_NOT_EMPTY
   * (this folder holds work: it is left alone), ALREADY_CONNECTED (it is a station of it).
   */
  'sync.join': { access: 'write', input: nothing, output: nothing },
  /**
   * Forgets the centre. The archive and what was not sent stay; connecting again sends it. Errors: UNSENT_WORK with `ops`
   * unless `anyway`.
   */
  'sync.leave': { access: 'write', input: z.strictObject({ anyway: z.boolean() }), output: nothing },

  /**
   * Who wrote on which station: the replicas of every station that the centre knows and those of this one, which are here without a
   * centre too. The replica stands in the id of each change.
   */
  'sync.stations': {
    access: 'read',
    input: nothing,
    output: z.strictObject({
      stations: z.array(
        z.strictObject({
          replica: z.string(),
          /** The device at the centre; null when it is not known there. */
          device: z.uuid().nullable(),
          /** Empty when nobody named it. */
          name: z.string(),
          isThis: z.boolean(),
          /** Null: of another station, or an earlier one of this one. */
          writer: z.enum(['window', 'jobs', 'cli']).nullable(),
          isRevoked: z.boolean(),
        }),
      ),
    }),
  },

  /** Who has signed in on this machine before and can do so without a line. */
  'sync.people': {
    access: 'read',
    input: nothing,
    output: z.strictObject({
      people: z.array(z.strictObject({ ...personSchema.shape, isSignedIn: z.boolean() })),
    }),
  },
  /**
   * Signs a person in, asking the centre when it can be reached; without a line who signed in here before. What is written from
   * now on carries the person. Errors: WRONG_PASSWORD with `left`, SIGN_IN_LOCKED with `seconds`, PERSON_CLOSED,
   * SIGN_IN_NEEDS_LINE (never signed in here), and the common ones.
   */
  'sync.signIn': {
    access: 'write',
    input: z.strictObject({ login, password }),
    output: z.strictObject({ person: personSchema, isOffline: z.boolean() }),
  },
  /** From now on nobody is signed in: windows write nothing (SIGN_IN_NEEDED) until somebody is. */
  'sync.signOut': { access: 'write', input: nothing, output: nothing },

  /** Exchanges now, whatever the waiting time. */
  'sync.now': { access: 'write', input: nothing, output: syncStatusSchema },
  /** Nothing is sent or fetched any more until `until`; null lets it go on. */
  'sync.pause': {
    access: 'write',
    input: z.strictObject({ pause: syncPauseSchema.nullable() }),
    output: syncStatusSchema,
  },
  'sync.plan': { access: 'read', input: nothing, output: planAnswer },
  /** Changes what is given. `authority`: PEM, null trusts the system's alone. Errors: BAD_ADDRESS, BAD_CERTIFICATE, SETTINGS_NOT_WRITTEN. */
  'sync.setPlan': {
    access: 'write',
    input: z.strictObject({
      plan: syncPlanSchema.partial(),
      authority: z.string().max(200_000).nullable().optional(),
    }),
    output: planAnswer,
  },

  /** What the centre holds back, oldest first; `next` goes on behind the last one of a slice. Asked of the centre. */
  'sync.attention': {
    access: 'read',
    input: z.strictObject({ after: z.string().max(200).nullable(), limit: z.int().min(1).max(500) }),
    output: z.strictObject({ items: z.array(attentionSchema), next: z.string().nullable() }),
  },
  /** Errors: NOT_FOUND, SIGN_IN_NEEDED. Asked twice it is done once. */
  'sync.decide': {
    access: 'write',
    input: z.strictObject({
      ids: z.array(opIdSchema).min(1).max(500),
      decision: z.enum(ATTENTION_DECISIONS),
    }),
    output: z.strictObject({ decided: count }),
  },
} as const;

export const syncEvents = {
  /** At most a few times in a second. */
  'sync.changed': syncStatusSchema,
} as const;
