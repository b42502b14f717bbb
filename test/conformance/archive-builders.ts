/** What the tests of a server's store of one archive are made of. */
import type {
  ArchiveStore,
  ArchiveWrite,
  LogEntry,
  ServerOp,
  ServerPlace,
} from '../../shared/sync/archive/archive-store.ts';
import type { RecordState } from '../../shared/sync/state.ts';

/** An empty archive. */
export type ArchiveUnderTest = {
  readonly store: ArchiveStore;
  close(): void | Promise<void>;
};

export const [A, B] = ['a'.repeat(26), 'b'.repeat(26)];
export const RECORDS = [
  '0190a000-0000-7000-8000-000000000001',
  '0190a000-0000-7000-8000-000000000002',
] as const;
export const PERSON = '0190a000-0000-7000-8000-00000000000f';
export const DEVICE = '0190a000-0000-7000-8000-00000000000d';

export const hex = (n: number): string => n.toString(16).padStart(64, '0');
export const op = (replica: string, seq: number, more: Partial<ServerOp> = {}): ServerOp => ({
  replica,
  seq,
  rec: RECORDS[0],
  status: 'applied',
  hash: hex(seq),
  text: `{"id":"${replica}:${seq}","v":"Қ"}`,
  ...more,
});
export const entry = (srv: number, replica: string, seq: number, more: Partial<LogEntry> = {}): LogEntry => ({
  srv,
  kind: 'op',
  replica,
  seq,
  rest: 0,
  logHash: hex(1000 + srv),
  ...more,
});
export const place = (replica: string, seq: number): ServerPlace => ({
  replica,
  seq,
  hash: hex(seq),
  device: DEVICE,
  durable: 0,
});
export const state = (id: string, title: string): RecordState => ({
  id,
  t: 'fonds',
  f: { 'title/kk': { heads: [{ id: `${A}:1`, h: '0197c2a1b3d4-0000', u: PERSON, v: title }] } },
});

/** Puts the next ops of a replica in place with their entries, as a push does. */
export async function push(
  tx: ArchiveWrite,
  replica: string,
  count: number,
  more: Partial<ServerOp> = {},
): Promise<void> {
  const { head } = await tx.facts();
  const from = (await tx.places([replica]))[0]?.seq ?? 0;
  const ops = Array.from({ length: count }, (_, i) => op(replica, from + i + 1, more));
  await tx.addOps(ops);
  const kind = more.status === 'withheld' ? 'withheld' : 'op';
  await tx.addEntries(ops.map(({ seq }, i) => entry(head + i + 1, replica, seq, { kind })));
  await tx.savePlaces([place(replica, from + count)]);
}
