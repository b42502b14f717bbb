/** Bugs of a server's rules. */
import type { SeededBug } from './patch-sources.ts';

const ARCHIVE = 'shared/sync/archive';

export const SERVER_BUGS: readonly SeededBug[] = [
  {
    name: 'pushed-twice',
    why: 'ops that came twice are taken in twice',
    file: `${ARCHIVE}/check-segment.ts`,
    find: 'for (let i = reached - segment.after; i <',
    put: 'for (let i = 0; i <',
  },
  {
    name: 'gap-let-in',
    why: 'ops are taken though earlier ones of their replica are missing',
    file: `${ARCHIVE}/push.ts`,
    find: "if (segment.after > seq) return { seq, problem: 'GAP' };",
    put: '',
  },
  {
    name: 'acked-not-kept',
    why: 'the server answers that it has what it has not written down',
    file: `${ARCHIVE}/push.ts`,
    find: '    await tx.addOps(intake.ops);\n',
    put: '    await tx.addOps(intake.ops.slice(0, 5));\n',
  },
  {
    name: 'server-step-half',
    why: "the server's states show acts of a step before the last is in",
    file: `${ARCHIVE}/push.ts`,
    find: "op.known === null || op.st !== undefined) ? 'held'",
    put: "op.known === null) ? 'held'",
  },
  {
    name: 'transaction-cut-in-pull',
    why: 'a page ends in the middle of a transaction',
    file: `${ARCHIVE}/pull.ts`,
    find: 'last !== undefined && last.rest > 0;',
    put: 'last !== undefined && last.rest > 1000;',
  },
  {
    name: 'own-left-out-unseen',
    why: "a restored station's own later ops are left out of its pull",
    file: `${ARCHIVE}/pull.ts`,
    find: 'if (here.get(opId(replica, seq)) === hash) upTo.set(replica, seq);',
    put: 'upTo.set(replica, here.size > 0 ? Infinity : seq + Number(hash === ""));',
  },
  {
    name: 'other-log-unseen',
    seed: 1_019_647,
    why: "a cursor of another life of the log is taken for one of this log's",
    file: `${ARCHIVE}/check-cursor.ts`,
    find: "=== cursor.hash ? null : 'LOG_MISMATCH';",
    put: "!== '' ? null : 'LOG_MISMATCH';",
  },
  {
    name: 'states-of-another-log',
    seed: 1_017_023,
    why: 'whole states are told to a station that has read another life of the log',
    file: `${ARCHIVE}/records.ts`,
    find: '  if (refused !== null) return fail(refused);\n',
    put: '',
  },
  {
    name: 'accepted-not-in-log',
    why: 'what a person let in is told to nobody',
    file: `${ARCHIVE}/attention.ts`,
    find: '  const head = await appendLog(tx, tools.hash, entries);',
    put: '  const head = await appendLog(tx, tools.hash, entries.slice(1));',
  },
  {
    name: 'withheld-in-states',
    why: "what is withheld gets into the server's states",
    file: `${ARCHIVE}/push.ts`,
    find: "  if (status === 'applied') addKnown(",
    put: "  if (status !== 'held') addKnown(",
  },
];
