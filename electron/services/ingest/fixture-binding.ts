/** An archive for tests of binding: a unit for each test, files sent to its leaves, and what became of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import { inPieces, openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { boundTo, type Bound } from '../../../shared/binding/bound.ts';
import { readLeafRanges, type Leaves } from '../../../shared/model/leaves.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';

export type Sent = readonly [name: string, bytes: Uint8Array | null, bound: Bound];

type BindingWorld = {
  readonly folder: string;
  readonly archive: TestIngest;
  /** The unit of the test that runs. */
  readonly unit: string;
  /** Closes the archive, does what is to be done meanwhile, and opens it again. */
  readonly reopen: (options?: Parameters<typeof openTestIngest>[1], meanwhile?: () => void) => Promise<void>;
  readonly commit: (edits: Parameters<Journal['commit']>[0]['edits']) => ReturnType<Journal['commit']>;
  /** Another one in each unit: the same bytes are known elsewhere. */
  readonly makeScan: (name: string) => ReturnType<typeof makeScan>;
  readonly to: (leaf: string | null, more?: Partial<Bound>) => Bound;
  /** Announces and sends, in the order given; answers the import. */
  readonly send: (files: readonly Sent[]) => Promise<string>;
  readonly announce: (id: string, files: readonly Sent[]) => Promise<{ first: number }>;
  readonly view: (id: string) => Promise<RecordView | null>;
  readonly pages: (of?: string) => Promise<RecordView[]>;
  /** `45:name` of each page in the order of the sheaf. */
  readonly told: () => Promise<string[]>;
};

/** Opens one archive for all tests of a file: to open one takes longer than what is tested. */
export function bindingWorld(): BindingWorld {
  let folder = '';
  let archive: TestIngest;
  let unit = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'qoima-bound-'));
    archive = await openTestIngest(folder);
  });
  beforeEach(async () => {
    unit = await makeUnit();
  });
  afterAll(async () => {
    await archive.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function makeUnit(): Promise<string> {
    const [fonds, id] = [newId(), newId()];
    await commit([
      newRecord(fonds, 'fonds', { parent: null, number: { num: 5 } }),
      newRecord(id, 'unit', { parent: fonds, number: { num: 123 } }),
    ]);
    return id;
  }

  const commit: BindingWorld['commit'] = (edits) =>
    archive.journal.commit({ id: newId(), command: 'record.create', edits }, 'window');

  const announce: BindingWorld['announce'] = (id, files) =>
    archive.ingest.services['import.expect']({
      import: id,
      files: files.map(([name, bytes, bound]) => ({ path: name, size: bytes?.length ?? 1, bound })),
    });

  async function pages(of = unit): Promise<RecordView[]> {
    return (await archive.journal.pages({ parent: sheafIdOf(of) })).states.map(viewOf);
  }

  return {
    get folder() {
      return folder;
    },
    get archive() {
      return archive;
    },
    get unit() {
      return unit;
    },
    async reopen(options, meanwhile) {
      await archive.close();
      meanwhile?.();
      archive = await openTestIngest(folder, options);
    },
    commit,
    makeScan: (name) => makeScan(`${unit} ${name}`),
    to: (leaf, more) => boundTo(unit, leaf === null ? [] : [readLeafRanges(leaf) as Leaves], more),
    async send(files) {
      const { services } = archive.ingest;
      const { import: id } = await services['import.begin']({ source: 'leaves', parent: null });
      await announce(id, files);
      for (const [no, [, bytes]] of files.entries())
        if (bytes !== null) await archive.ingest.putFile(id, no, inPieces(bytes));
      return id;
    },
    announce,
    async view(id) {
      const [state] = await archive.journal.state([id]);
      return state === undefined ? null : viewOf(state);
    },
    pages,
    async told() {
      return (await pages()).map(({ values }) => {
        const { written = '' } = (values['leaf'] ?? {}) as { written?: string };
        const { index } = values['image'] as { index: number };
        return `${written}:${(values['file'] as { name: string }).name}${index === 0 ? '' : `#${index}`}`;
      });
    },
  };
}
