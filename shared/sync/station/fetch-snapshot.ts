/** The whole archive at once, part by part; each part that is here stays when the line drops. */
import { fail, type Failure } from '../../result.ts';
import type { SnapshotManifest } from '../wire/messages.ts';
import type { ProblemCode } from '../wire/problems.ts';
import type { RoundDeps } from './round-deps.ts';

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
  for (const n of missing) {
    const answer = await wire.snapshotPart({ snapshot: manifest.id, n }, signal);
    if (!answer.ok) {
      // The server keeps a snapshot for a week: another one, then.
      if (answer.code === 'NOT_FOUND') await store.dropSnapshot();
      return answer.code === 'NOT_FOUND' ? fail('SAY_HELLO') : answer;
    }
    await store.takePart({ n, rows: answer.value });
    onStep?.({ kind: 'snapshot', parts: ++parts, of });
  }
  await store.endSnapshot();
  return null;
}
