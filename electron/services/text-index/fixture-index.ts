/** For the tests of this folder: a journal, readings as ALTO files, and the index that follows them, all in one temporary folder. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { recognisedTextSchema } from '../../../shared/model/record-types.ts';
import type { Json } from '../../../shared/json.ts';
import { must } from '../../../shared/must.ts';
import { plainPages } from '../../../shared/page-text/plain-pages.ts';
import { writeAlto } from '../../../shared/page-text/write-alto.ts';
import type { FindingStatus } from '../../../shared/rpc/contract-finding.ts';
import { deleteRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { make, makeUnit, openTestJournal, type TestJournal } from '../journal/fixture.ts';
import { isSoundIndex } from './check-index.ts';
import { openFillLoop, type FillLoop } from './fill-loop.ts';
import type { AskOwnTexts } from './filler.ts';
import { quoted } from './terms.ts';
import type { TextIndexData } from './text-index-calls.ts';
import { TEXT_FILE } from './text-index.ts';

export type TestIndex = {
  readonly journal: TestJournal;
  readonly path: string;
  readonly places: { readonly fonds: RecordId; readonly inventory: RecordId; readonly unit: RecordId };
  loop(): FillLoop;
  /** What it reported, in its order, and what each look through the file found. */
  readonly reports: string[];
  readonly checks: boolean[];
  /** The folder of the readings, by their digests. */
  readonly texts: string;
  /** A document with a page for each text, each read by a machine; null: not read. */
  document(texts: readonly (string | null)[], parent?: RecordId): Promise<Made>;
  /** A reading of this text, kept as a file. */
  reading(text: string): { readonly [field: string]: Json };
  set(id: RecordId, fields: Record<string, Json>): Promise<void>;
  bin(id: RecordId): Promise<void>;
  restore(id: RecordId): Promise<void>;
  /** Waits until everything is in. */
  settled(): Promise<FindingStatus>;
  /** The pages that hold the word and may be shown, in the order of their ids. */
  found(word: string): Promise<RecordId[]>;
  reopen(grant?: TextIndexData['grant']): Promise<void>;
  /** Closes the index alone. */
  shut(): Promise<void>;
  remove(): Promise<void>;
};

type Made = { readonly document: RecordId; readonly pages: readonly RecordId[] };

/** Told when the tests of the whole program run at once on two cores. */
const DEADLINE_MS = 30_000;

/** `folder`: one that such an index left before; left out: a new one. */
export async function openTestIndex({
  folder,
  askOwnTexts = async () => null,
}: { readonly folder?: string; readonly askOwnTexts?: AskOwnTexts } = {}): Promise<TestIndex> {
  const journal = await openTestJournal(folder);
  const places = makeUnit(journal);
  const texts = path.join(journal.folder, 'texts');
  mkdirSync(texts, { recursive: true });
  const file = path.join(journal.folder, TEXT_FILE);
  const reports: string[] = [];
  const checks: boolean[] = [];
  const news = new Set<() => void>();
  let loop: FillLoop | null = null;

  function open(grant: TextIndexData['grant'] = ['open', 'staff', 'closed']): void {
    loop = openFillLoop({
      data: {
        path: file,
        journal: journal.path,
        vault: path.join(journal.folder, 'vault'),
        grant,
        program: '',
      },
      storeDeps: {},
      locate: async (sha256) => path.join(texts, sha256),
      askOwnTexts,
      async check() {
        const isSound = isSoundIndex(file);
        checks.push(isSound);
        for (const listener of news) listener();
        return isSound;
      },
      onProgress: () => {
        for (const listener of news) listener();
      },
      report: (what) => void reports.push(what),
    });
  }

  const living = (): FillLoop => must(loop, 'the index is open');

  async function write(edits: Parameters<TestJournal['write']>[0]): Promise<void> {
    journal.write(edits);
    loop?.follow();
  }

  async function settled(): Promise<FindingStatus> {
    const { n } = journal.head();
    const isIn = (): boolean => {
      const status = living().status();
      return status.state === 'ready' && status.n >= n;
    };
    await within(
      () =>
        new Promise<void>((resolve) => {
          const look = (): void => {
            if (!isIn()) return;
            news.delete(look);
            resolve();
          };
          news.add(look);
          living().follow();
        }),
      () => JSON.stringify({ ...living().status(), wanted: n, reports }),
    );
    return living().status();
  }

  async function shut(): Promise<void> {
    await loop?.close();
    loop = null;
  }

  open();
  return {
    journal,
    path: file,
    places,
    reports,
    texts,
    checks,
    loop: living,
    reading: (text) => readingOf(texts, text),
    settled,
    shut,
    async document(pageTexts, parent = places.unit) {
      const document = make('document', { parent });
      const pages = pageTexts.map((text) =>
        make('page', { parent: document.id, ...(text === null ? {} : readingOf(texts, text)) }),
      );
      await write([document.edit, ...pages.map(({ edit }) => edit)]);
      return { document: document.id, pages: pages.map(({ id }) => id) };
    },
    set: (id, fields) => write([setFields(journal.view(id), fields)]),
    bin: (id) => write([deleteRecord(journal.view(id))]),
    restore: (id) => write([restoreRecord(journal.view(id))]),
    async found(word) {
      await settled();
      const store = living().store();
      return store.db
        .prepare<{ rowid: number }>('SELECT rowid FROM page_words WHERE page_words MATCH ? ORDER BY rowid')
        .all(quoted(word))
        .filter(({ rowid }) => store.pages.isShown(rowid))
        .map(({ rowid }) => must(store.idOfPage(rowid), 'a row is of a page'))
        .sort();
    },
    async reopen(grant) {
      await shut();
      open(grant);
      await living().opened;
    },
    async remove() {
      await shut();
      journal.close();
      rmSync(journal.folder, { recursive: true, force: true });
    },
  };
}

/** Keeps the text as a file in this folder; gives the field that names it on its page. */
function readingOf(texts: string, text: string): { readonly [field: string]: Json } {
  const [page] = plainPages(text);
  const alto = writeAlto(must(page, 'a text has a page'), 'scan/0');
  const sha256 = createHash('sha256').update(alto).digest('hex');
  writeFileSync(path.join(texts, sha256), alto);
  const value = recognisedTextSchema.parse({
    sha256,
    languages: ['kaz'],
    engine: 'tesseract 5.5',
    words: text.split(/\s+/u).length,
    sure: 0.9,
  });
  return { [`texts/${newId()}`]: value };
}

async function within(wait: () => Promise<void>, tell: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the index is not ready: ${tell()}`)), DEADLINE_MS);
  });
  await Promise.race([wait(), late]).finally(() => clearTimeout(timer));
}
