/** What must hold of the server at every moment. */
import { CHAIN_START, fromHex, toHex } from '../../../shared/sync/chain.ts';
import { replayOps } from '../../../shared/sync/reducer.ts';
import type { KnownOp } from '../../../shared/sync/op-bytes.ts';
import type { Ledger } from '../ledger.ts';
import type { ArchiveTables } from '../stores/archive-tables.ts';
import { sha256 } from '../../../node/sha256.ts';
import { checkGroups } from './check-groups.ts';
import { isBlank, isNewer } from './check-station.ts';
import { OracleError } from './oracle-error.ts';

export function checkServer(tables: ArchiveTables, ledger: Ledger, knowsNewer: boolean): void {
  checkLog(tables);
  checkChains(tables);
  checkGroups('server', ledger, ({ id, text }) => {
    const op = tables.ops.get(id);
    return op?.text === text && op.status === 'applied';
  });
  const applied = new Map<string, KnownOp[]>();
  for (const [id, op] of tables.ops.entries()) {
    if (op.status !== 'applied' || op.text === null) continue;
    if (!knowsNewer && isNewer(op.text)) {
      throw new OracleError('UNKNOWN_WAITS', `the server applied ${id}, which it cannot know`);
    }
    const ops = applied.get(op.rec);
    if (ops === undefined) applied.set(op.rec, [ledger.read(op.text)]);
    else ops.push(ledger.read(op.text));
  }
  const recs = new Set([...applied.keys(), ...[...tables.states.entries()].map(([rec]) => rec)]);
  for (const rec of recs) {
    const state = replayOps(applied.get(rec) ?? []);
    const doc = tables.states.get(rec);
    if (state === null && (doc === undefined || isBlank(doc))) continue;
    const expected = state === null ? '(nothing)' : JSON.stringify(state);
    if (doc !== expected) {
      throw new OracleError(
        'STATE_IS_ITS_OPS',
        `server ${rec}\n  is    ${doc ?? '(nothing)'}\n  ought ${expected}`,
      );
    }
  }
}

/** I4: each replica's hashes are the chain over its ops' bytes. */
function checkChains({ places, ops }: ArchiveTables): void {
  for (const { replica, seq, hash } of places.values()) {
    let at: Uint8Array = CHAIN_START;
    for (let each = 1; each <= seq; each++) {
      const op = ops.get(`${replica}:${each}`);
      if (op === undefined) continue;
      at = op.text === null ? fromHex(op.hash) : sha256(at, op.text);
      if (toHex(at) !== op.hash) throw new OracleError('CHAIN_HOLDS', `the server's ${replica}:${each}`);
    }
    if (toHex(at) !== hash) throw new OracleError('CHAIN_HOLDS', `the server's place of ${replica}`);
  }
}

/** I5: each replica's ops are there 1, 2, 3 … and each stands in the log once, or twice when it was accepted. */
function checkLog({ log, ops, places, facts }: ArchiveTables): void {
  const head = facts.get('facts')?.head ?? 0;
  if (log.size !== head) throw new OracleError('LOG_IS_FINAL', `${log.size} entries, head ${head}`);
  for (const { replica, seq } of places.values()) {
    for (let each = 1; each <= seq; each++) {
      if (!ops.has(`${replica}:${each}`)) {
        throw new OracleError('CONTIGUOUS', `the server has ${replica} up to ${seq} without ${each}`);
      }
    }
  }
  const first = new Set<string>();
  for (let srv = 1; srv <= head; srv++) {
    const entry = log.get(String(srv));
    if (entry === undefined) throw new OracleError('LOG_IS_FINAL', `no entry ${srv}`);
    const id = `${entry.replica}:${entry.seq}`;
    if (entry.kind === 'accepted' ? !first.has(id) : first.has(id)) {
      throw new OracleError('LOG_IS_FINAL', `${id} again at ${srv} as ${entry.kind}`);
    }
    first.add(id);
  }
  if (first.size !== ops.size)
    throw new OracleError('LOG_IS_FINAL', `${ops.size} ops, ${first.size} in the log`);
}
