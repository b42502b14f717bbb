/** The records of the batch torture, what they must show, and another person who edits single ones of them meanwhile. */
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { createJournalCore } from '../../electron/services/journal/journal-core.ts';
import { openJournalFile } from '../../electron/services/journal/journal-file.ts';
import { must } from '../../shared/must.ts';
import type { Result } from '../../shared/result.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import { MAX_EDITS } from '../../shared/sync/change.ts';
import { newRecord, setFields } from '../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import type { SeededRandom } from '../fixtures/seeded-random.ts';
import type { WebHostProcess } from '../fixtures/web-host-process.ts';

/** What the records must show: `title/kk` by batches, `title/en` by single edits. */
type Model = Map<string, { kk: string; en: string | undefined }>;

/** A single edit; `isSure` false: the kill came before its answer. */
type Alone = {
  readonly id: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly isSure: boolean;
};

export type World = {
  readonly folder: string;
  readonly model: Model;
  /** The single edits in their order: the window's stack has them among the batches. */
  readonly alone: Alone[];
  readonly random: SeededRandom;
  /** How long a batch of the largest size takes, as far as is known. */
  longestMs: number;
};

/** Makes the journal of a folder with so many records. */
export async function fillWorld(folder: string, count: number): Promise<Model> {
  const file = await openJournalFile(path.join(folder, 'journal.db'), {
    now: Date.now(),
    archiveName: '',
    personName: '',
  });
  const core = createJournalCore(file, () => undefined);
  const ids = Array.from({ length: count }, () => newId());
  for (let from = 0; from < count; from += MAX_EDITS) {
    const edits = ids
      .slice(from, from + MAX_EDITS)
      .map((id) => newRecord(id, 'document', { parent: null, 'title/kk': 'Құжат' }));
    core.commit({ change: { id: newId(), command: 'record.create', edits }, writer: 'cli', now: Date.now() });
  }
  file.close();
  return new Map(ids.map((id) => [id, { kk: 'Құжат', en: undefined }]));
}

/** Another person's edits, one after the other, some of them of the batch's records; each that is answered must last. */
export async function editAlone(
  host: WebHostProcess,
  { model, random, alone }: World,
  isOver: () => boolean,
): Promise<void> {
  const ids = [...model.keys()];
  const views = await viewsOf(host);
  while (!isOver()) {
    const view = views.get(random.pick(ids));
    if (view === undefined) return;
    const en = `alone ${random.below(1e9)}`;
    const edits = [setFields(view, { 'title/en': en })];
    const answer = await host.call('journal.commit', { id: newId(), command: 'record.edit', edits });
    const own = must(model.get(view.id), 'one of ours');
    alone.push({ id: view.id, before: own.en, after: en, isSure: answer.ok });
    if (!answer.ok) {
      demand(answer.code === 'HOST_GONE', `a single edit was refused: ${answer.code}`);
      return;
    }
    for (const state of answer.value.states) views.set(state.id, viewOf(state));
    own.en = en;
    await pause(2);
  }
}

/** The last single edit may have been written though its answer was lost. */
export async function settleUnsure(host: WebHostProcess, { model, alone }: World): Promise<void> {
  const last = alone.at(-1);
  if (last === undefined || last.isSure) return;
  alone.pop();
  const shown = must((await viewsOf(host)).get(last.id), 'one of ours').values['title/en'];
  if (shown !== last.after) return;
  alone.push({ ...last, isSure: true });
  must(model.get(last.id), 'one of ours').en = last.after;
}

/** All records as they are shown; fewer, when the host dies meanwhile. */
export async function viewsOf(host: WebHostProcess): Promise<Map<string, RecordView>> {
  const views = new Map<string, RecordView>();
  let after: string | null = null;
  do {
    const slice: Result<Output<'journal.states'>, string> = await host.call('journal.states', {
      after,
      limit: 5000,
    });
    if (!slice.ok) return views;
    for (const state of slice.value.states) views.set(state.id, viewOf(state));
    after = slice.value.next;
  } while (after !== null);
  return views;
}

export function demand(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new Error(otherwise);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
