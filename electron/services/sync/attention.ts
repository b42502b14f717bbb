/** Work that the centre holds back, as people are shown it. */
import { z } from 'zod';
import { jsonSchema } from '../../../shared/json.ts';
import type { AttentionItem } from '../../../shared/rpc/contract-sync.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import type { WithheldOp } from '../../../shared/sync/wire/messages.ts';
import type { Membership } from './membership.ts';

/** What can be told of an op even if it is of a program that this one does not know. */
const tellingSchema = z.object({
  t: z.string().catch(''),
  k: z.string().catch(''),
  f: z.record(z.string(), jsonSchema).catch({}),
  u: z.string().catch(''),
  h: z.string().catch(''),
});

/** More would not be looked at one by one. */
const MOST_VALUE_CHARACTERS = 4000;

export function attentionItem(
  op: WithheldOp,
  { devices, people }: Pick<Membership, 'devices' | 'people'>,
  own: ReadonlySet<string>,
): AttentionItem {
  const told = tellingSchema.safeParse(parse(op.op));
  const { t, k, f, u, h } = told.success ? told.data : { t: '', k: '', f: {}, u: '', h: '' };
  const { replica } = readOpId(op.id);
  const device =
    devices.find(({ id }) => id === op.device) ?? devices.find(({ replicas }) => replicas.includes(replica));
  const person = people.find(({ id }) => id === u);
  return {
    id: op.id,
    rec: op.rec,
    t: t === '' ? null : t,
    kind: k === '' ? null : k,
    values: JSON.stringify(f).length > MOST_VALUE_CHARACTERS ? {} : f,
    code: op.code,
    station: device === undefined ? null : { id: device.id, name: device.name },
    person: u === '' ? null : { id: u, name: person?.name ?? '' },
    at: writtenAt(h),
    cameAt: op.at,
    decision: op.decidedBy === null ? null : 'leave',
    decidedBy: op.decidedBy === null ? null : (people.find(({ id }) => id === op.decidedBy)?.name ?? ''),
    isOurs: own.has(replica),
  };
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

/** The time in an op's clock, ISO 8601; null when there is none that a calendar has. */
function writtenAt(clock: string): string | null {
  const ms = /^[0-9a-f]{12}-/u.test(clock) ? Number.parseInt(clock.slice(0, 12), 16) : Number.NaN;
  return ms <= 8.64e15 ? new Date(ms).toISOString() : null;
}
