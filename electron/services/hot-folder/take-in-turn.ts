/** One step of a capture session: the next complete file gets its place, or a scan that has one is taken in. */
import type { Json } from '../../../shared/json.ts';
import { must } from '../../../shared/must.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { FolderSide } from './folder-side.ts';
import { placeFile, type FileFacts, type Placement } from './place-file.ts';
import type { Scan } from './session.ts';
import type { Line } from './session-lines.ts';
import type { UnitSheet } from './sheet.ts';
import type { SeenFile } from './sightings.ts';
import { moveTaken, takeScan, type TakeDeps } from './take-scan.ts';

export type StepDeps = TakeDeps & {
  readonly folder: Pick<FolderSide, 'putBack' | 'forget' | 'factsOf' | 'isGone'>;
  readonly sheet: () => UnitSheet;
  readonly now: () => number;
};

/** Gives a complete file its place, or writes down why it gets none. */
export async function placeNext(deps: StepDeps, file: SeenFile): Promise<void> {
  const { session, folder } = deps;
  try {
    const facts = folder.factsOf(file);
    if (facts === null) return folder.putBack(file);
    const placed = placeFile(session, deps.sheet(), file, facts, session.wanted.has(file.name));
    await deps.write(await lineOf(deps, file, facts, placed));
  } catch (error) {
    folder.putBack(file);
    throw error;
  }
}

async function lineOf(deps: StepDeps, file: SeenFile, facts: FileFacts, placed: Placement): Promise<Line> {
  const { session } = deps;
  const no = session.scans.length;
  switch (placed.as) {
    case 'touched':
      return { t: 'there', files: [file], offered: false };
    case 'same':
      return { t: 'same', no, file, sha256: facts.sha256, leaf: placed.leaf };
    case 'refused':
      return { t: 'refused', no, file, code: placed.code };
    default:
      return {
        t: 'scan',
        no,
        file,
        sha256: facts.sha256,
        kind: placed.kind,
        of: placed.of,
        leaves: [...placed.leaves],
        after: placed.after,
        earlier: placed.of === null ? null : await earlierOf(deps, must(session.scans[placed.of], 'it was')),
        before: session.sequence,
        sequence: placed.sequence,
        at: new Date(deps.now()).toISOString(),
      };
  }
}

/** What the page shows now, to put it back when the new picture is taken back. */
async function earlierOf({ journal }: StepDeps, scan: Scan): Promise<Record<string, Json> | null> {
  const [page] = scan.pages;
  const [state] = page === undefined ? [] : await journal.state([page]);
  if (state === undefined) return null;
  const { image = null, file = null, turned = null, import: from = null } = viewOf(state).values;
  return { image, file, import: from, ...(turned === null ? {} : { turned }) };
}

/** Takes one scan in; false when it has to wait for its folder. */
export async function takeNext(deps: StepDeps, { no }: Scan): Promise<boolean> {
  const { session } = deps;
  const { state } = await takeScan(deps, must(session.scans[no], 'a scan that has its place'));
  if (state === 'waits') return false;
  const scan = must(session.scans[no], 'a scan that was taken in');
  if (state === 'failed') return true;
  if (session.settings.taken === 'move' && (await moveTaken(deps, scan))) deps.folder.forget(scan.file.name);
  return true;
}
