/** The whole archive at once, part by part; each part that is here stays when the line drops. */
import { fail, type Failure } from '../../result.ts';
import type { SnapshotManifest } from '../wire/messages.ts';
import type { ProblemCode } from '../wire/problems.ts';
import type { Wire } from '../wire/wire.ts';
import type { RoundDeps } from './round-deps.ts';
import type { StationStore } from './station-store.ts';

type Part = Parameters<StationStore['takePart']>[0];
type Answer = Awaited<ReturnType<Wire['snapshotPart']>>;

/** Fetches the parts that are missing and puts the snapshot in place. Null: done. */
export async function fetchSnapshot(
  { store, wire, onStep }: RoundDeps,
  signal?: AbortSignal,
): Promise<Failure<ProblemCode> | null> {
  const staged = await store.stagedSnapshot();
  let manifest: SnapshotManifest | null = staged;
  if (manifest === null) {
    const answer = await wire.snapshot(null, signal);
    if (!answer.ok) return answer;
    manifest = answer.value;
  }
  const { missing } = await store.beginSnapshot(manifest);
  const of = manifest.parts.length;
  let parts = of - missing.length;
  let come: Part | null = null;
  // By the manifest that is kept: the line may be another one than that which brought it.
  const hashes = new Map(manifest.parts.map(({ n, sha256 }) => [n, sha256]));
  for (const n of [...missing, null]) {
    // While one is put on the disk, the next comes.
    const [answer]: [Answer | null, unknown] = await Promise.all([
      n === null ? null : wire.snapshotPart({ snapshot: manifest.id, n, sha256: hashes.get(n) }, signal),
      come === null ? null : store.takePart(come),
    ]);
    if (come !== null) onStep?.({ kind: 'snapshot', parts: ++parts, of });
    if (answer === null || n === null) break;
    if (!answer.ok) {
      // The server keeps a snapshot for a week: another one, then.
      if (answer.code === 'NOT_FOUND') await store.dropSnapshot();
      return answer.code === 'NOT_FOUND' ? fail('SAY_HELLO') : answer;
    }
    come = { n, rows: answer.value };
  }
  await store.endSnapshot();
  return null;
}
