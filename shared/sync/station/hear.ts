/** What a station learns from hello and from the answers to its pushes. Nothing is ever deleted for what a server says. */
import { fromHex, isSameBytes } from '../chain.ts';
import { isSameCursor } from '../wire/cursor.ts';
import type { HelloAnswer, PushAnswer } from '../wire/messages.ts';
import type { Desk } from './desk.ts';
import { loosenFloors } from './loosen-floors.ts';
import type { ReplicaPlace } from './station-rows.ts';
import { withhold } from './take-page.ts';
import { readAcceptedAt } from './take-transaction.ts';

/** The server's vector, and the last place in its log that is a place in ours too. */
export function hear(desk: Desk, hello: HelloAnswer): void {
  for (const place of desk.places()) {
    const there = hello.vector[place.id];
    const acked = there?.seq ?? 0;
    const durable = Math.min(there?.durable ?? 0, acked);
    const trouble = there !== undefined && isForked(desk, place, there) ? 'REPLICA_FORKED' : null;
    desk.savePlace({ ...place, acked, durable, trouble });
    // The server has ops of ours that we have not written: this is an older copy, or somebody else writes as us.
    if (place.isLive && acked > place.seq) desk.renew(place.id);
  }
  desk.flush();
  goBack(desk, hello);
}

/** Whether the chains differ where the server's ends; beyond ours it cannot be told before the ops come. */
function isForked(desk: Desk, place: ReplicaPlace, there: { seq: number; hash: string }): boolean {
  if (there.seq > place.seq) return false;
  const here = desk.hashAt(place.id, there.seq);
  return here !== null && !isSameBytes(here, fromHex(there.hash));
}

/**
 * The log has another life from here on. Only marks before the place in common stay: cursor and marks are always places of one
 * log, so that going on from any of them leaves nothing out.
 */
function goBack(desk: Desk, { common }: HelloAnswer): void {
  const { rows } = desk;
  if (isSameCursor(common, rows.cursor())) return;
  loosenFloors(desk);
  rows.saveCursor(common, common === null ? [] : rows.marks().filter((mark) => mark.srv < common.srv));
  takeBackAccepted(desk, common?.srv ?? 0);
}

/** That these were let in stands behind the place in common: the log that it stood in is no more. A person decides again. */
function takeBackAccepted(desk: Desk, srv: number): void {
  for (const { replica, seq, code } of desk.rows.accepted()) {
    const row = (readAcceptedAt(code) ?? 0) > srv ? desk.rows.op(replica, seq) : null;
    if (row !== null) withhold(desk, row, 'ACCEPTANCE_LOST');
  }
}

/** How far the server is after a push. */
export function pushed(desk: Desk, answer: PushAnswer): void {
  for (const { replica, seq, problem } of answer.results) {
    const place = desk.rows.replica(replica);
    if (place === null) continue;
    // Told where it is, the next push begins there; told the same place again, it would go on for ever.
    const isRepeated = problem === 'GAP' && seq >= place.acked;
    const trouble =
      problem === undefined || problem === 'SAY_HELLO' || (problem === 'GAP' && !isRepeated) ? null : problem;
    desk.savePlace({ ...place, acked: seq, durable: Math.min(place.durable, seq), trouble });
  }
  desk.flush();
}
