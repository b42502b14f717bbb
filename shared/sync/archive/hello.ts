/** The beginning of every conversation: where each side stands, and the last place that both logs share. */
import { fail, ok, type Result } from '../../result.ts';
import { shortHash } from '../chain.ts';
import type { Cursor } from '../wire/cursor.ts';
import { PROTOCOL, type HelloAnswer, type HelloAsk } from '../wire/messages.ts';
import type { ProblemCode } from '../wire/problems.ts';
import type { ArchiveFacts, ArchiveRead, ServerPlace } from './archive-store.ts';
import type { Membership, ServiceTools } from './service-deps.ts';

/** So many withheld ops without bytes are named at once; the next hello names the next ones. */
const LACKING_AT_ONCE = 1000;
/** More than so many are told as so many. */
const ATTENTION_COUNTED = 1000;

export async function answerHello(
  tx: ArchiveRead,
  tools: ServiceTools,
  ask: HelloAsk,
  membership: Membership,
): Promise<Result<HelloAnswer, ProblemCode>> {
  const { schema, limits } = tools;
  if (!ask.protocols.includes(PROTOCOL) || ask.schema < schema.min) {
    return fail('UPGRADE_REQUIRED', {
      protocols: String(PROTOCOL),
      schemaMin: schema.min,
      schemaMax: schema.max,
    });
  }
  const facts = await tx.facts();
  const places = await tx.places(null);
  return ok({
    protocol: PROTOCOL,
    schema,
    epoch: facts.epoch,
    serverTime: new Date(tools.now()).toISOString(),
    head: facts.head,
    durable: facts.durable,
    vector: Object.fromEntries(
      places.map(({ replica, seq, hash, durable }) => [replica, { seq, hash, durable }]),
    ),
    common: await findCommon(tx, ask, facts),
    lacking: await tx.lacking(LACKING_AT_ONCE),
    grants: [...membership.grants],
    limits,
    devices: membership.devices.map((device) => ({ ...device, replicas: replicasOf(device.id, places) })),
    people: [...membership.people],
    bundleKeys: [...membership.bundleKeys],
    serverKey: membership.serverKey,
    attention: (await tx.withheld(null, ATTENTION_COUNTED, false)).length,
  });
}

/** The newest of the station's places that is in this log, whatever epoch it was heard in. */
async function findCommon(
  tx: ArchiveRead,
  { cursor, marks }: HelloAsk,
  facts: ArchiveFacts,
): Promise<Cursor | null> {
  const asked = [...marks, ...(cursor === null ? [] : [cursor])].filter(({ srv }) => srv <= facts.head);
  if (asked.length === 0) return null;
  const here = new Map(
    (await tx.logHashes(asked.map(({ srv }) => srv))).map(({ srv, hash }) => [srv, shortHash(hash)]),
  );
  const shared = asked.filter(({ srv, hash }) => here.get(srv) === hash);
  const newest = shared.reduce<Cursor | null>(
    (best, at) => (best !== null && best.srv > at.srv ? best : at),
    null,
  );
  return newest === null ? null : { epoch: facts.epoch, srv: newest.srv, hash: newest.hash };
}

function replicasOf(device: string, places: readonly ServerPlace[]): string[] {
  return places.filter((place) => place.device === device).map(({ replica }) => replica);
}
