/** The calls of an archive: `sync.md` §3.6 over the archive's service. */
import { ok } from '../../shared/result.ts';
import { behindAnswerSchema, behindAskSchema } from '../../shared/sync/wire/access.ts';
import { LIMITS, MAX_BODY_BYTES } from '../../shared/sync/wire/limits.ts';
import {
  attentionAnswerSchema,
  attentionAskSchema,
  decideAnswerSchema,
  decideAskSchema,
  helloAnswerSchema,
  helloAskSchema,
  pullAskSchema,
  pullPageSchema,
  pushAnswerSchema,
  pushAskSchema,
  snapshotManifestSchema,
} from '../../shared/sync/wire/messages.ts';
import {
  historyAnswerSchema,
  historyAskSchema,
  recordsAnswerSchema,
  recordsAskSchema,
} from '../../shared/sync/wire/records-messages.ts';
import { addRoute } from './add-route.ts';
import type { Contacts } from './contacts.ts';
import { SMALL_BODY_BYTES } from './limits.ts';
import type { PokeHub } from './poke.ts';
import { jsonRoute, type Route } from './routes.ts';
import { snapshotPart } from './snapshot-part.ts';

const MiB = 1024 * 1024;
const SMALL = { ask: SMALL_BODY_BYTES, answer: MiB / 4 } as const;
/** Lists of ids, cursors and places of replicas. */
const LIST = { ask: MiB / 4, answer: LIMITS.pullBytes } as const;

/** The routes. `contacts` hears what stations say of themselves, `poke` what they need not be told. */
export function archiveRoutes(deps: {
  readonly contacts: Contacts;
  readonly poke: Pick<PokeHub, 'knows'>;
  readonly now: () => number;
}): Route[] {
  const { contacts, now } = deps;
  return [
    jsonRoute({
      method: 'POST',
      path: '/v1/a/:archive/hello',
      summary:
        'Begins a round: versions, where the server is, what it has of each replica, the last place in common.',
      ask: helloAskSchema,
      answer: helloAnswerSchema,
      bytes: { ask: MiB / 4, answer: MiB },
      problems: ['UPGRADE_REQUIRED'],
      handle({ archive, session, signal }, body) {
        contacts.note(session, { app: body.app, srv: body.cursor?.srv ?? 0, behind: body.behind });
        return archive.calls(session).hello(body, signal);
      },
    }),
    jsonRoute({
      method: 'POST',
      path: '/v1/a/:archive/push',
      summary:
        'Ops of replicas, each from where the server has it; all that is taken is on the disk before the answer.',
      ask: pushAskSchema,
      answer: pushAnswerSchema,
      bytes: { ask: MAX_BODY_BYTES, answer: MiB / 4 },
      problems: ['UPGRADE_REQUIRED', 'INSUFFICIENT_STORAGE'],
      handle({ archive, session, signal }, body) {
        contacts.note(session, {});
        return archive.calls(session).push(body, signal);
      },
    }),
    addRoute(deps),
    jsonRoute({
      method: 'POST',
      path: '/v1/a/:archive/pull',
      summary: 'What came after a cursor, in the log’s order, transactions whole.',
      ask: pullAskSchema,
      answer: pullPageSchema,
      bytes: LIST,
      problems: ['EPOCH_CHANGED', 'CURSOR_AHEAD', 'LOG_MISMATCH', 'CURSOR_TOO_OLD'],
      handle({ archive, session, signal }, body) {
        contacts.note(session, { srv: body.cursor?.srv ?? 0 });
        return archive.calls(session).pull(body, signal);
      },
    }),
    jsonRoute({
      method: 'POST',
      path: '/v1/a/:archive/records',
      summary: 'The whole states of some records, as of one place in the log.',
      ask: recordsAskSchema,
      answer: recordsAnswerSchema,
      bytes: LIST,
      problems: ['EPOCH_CHANGED', 'CURSOR_AHEAD', 'LOG_MISMATCH'],
      handle: ({ archive, session, signal }, body) => archive.calls(session).records(body, signal),
    }),
    jsonRoute({
      method: 'POST',
      path: '/v1/a/:archive/snapshot',
      summary: 'Of what parts everything together is made, for a station that begins.',
      ask: null,
      answer: snapshotManifestSchema,
      bytes: { ask: 0, answer: LIMITS.pullBytes },
      handle: ({ archive, session, signal }) => archive.calls(session).snapshot(null, signal),
    }),
    snapshotPart,
    jsonRoute({
      method: 'POST',
      path: '/v1/a/:archive/history',
      summary: 'Ops of one replica from before a station’s snapshot.',
      ask: historyAskSchema,
      answer: historyAnswerSchema,
      bytes: { ...SMALL, answer: LIMITS.pullBytes },
      problems: ['LOG_MISMATCH'],
      handle: ({ archive, session, signal }, body) => archive.calls(session).history(body, signal),
    }),
    jsonRoute({
      method: 'POST',
      path: '/v1/a/:archive/attention',
      summary: 'Work that was set aside and waits for a person.',
      ask: attentionAskSchema,
      answer: attentionAnswerSchema,
      bytes: { ...SMALL, answer: LIMITS.pullBytes },
      handle: ({ archive, session, signal }, body) => archive.calls(session).attention(body, signal),
    }),
    jsonRoute({
      method: 'POST',
      path: '/v1/a/:archive/decide',
      summary: 'A person’s decision about work that was set aside.',
      ask: decideAskSchema,
      answer: decideAnswerSchema,
      bytes: LIST,
      handle: ({ archive, session, signal }, body) => archive.calls(session).decide(body, signal),
    }),
    jsonRoute({
      method: 'POST',
      path: '/v1/a/:archive/status',
      summary: 'A sign of life, and how much is not at the centre yet.',
      ask: behindAskSchema,
      answer: behindAnswerSchema,
      bytes: SMALL,
      async handle({ archive, session }, { behind }) {
        contacts.note(session, { behind });
        return ok({ head: archive.head(), serverTime: new Date(now()).toISOString() });
      },
    }),
    {
      kind: 'poke',
      method: 'GET',
      path: '/v1/a/:archive/poke',
      summary: 'Server-sent events `head` with the number of the log’s last entry; data always come by pull.',
    },
  ];
}
