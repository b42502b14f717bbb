/** Taking one received file in: looked into, verified and kept by the vault, written to the journal. */
import { v7 as newId } from 'uuid';
import type { Json } from '../../../shared/json.ts';
import { TroubleError } from '../../../shared/result.ts';
import { createTurns } from '../../../shared/turns.ts';
import type { FileWarning, Refusal } from '../../../shared/rpc/contract-import.ts';
import type { Verdict } from '../decode/verdict.ts';
import type { FileChange, FileRow, ImportRow } from '../jobs/jobs-calls.ts';
import { bindFile, createBinder } from './bind-file.ts';
import { baseOf } from './bound-file.ts';
import { documentChanges } from './document-changes.ts';
import { dropPart } from './finish-import.ts';
import type { IngestContext } from './ingest-context.ts';
import { isInBin } from './is-in-bin.ts';
import { keptMetaSchema, type KeptMeta } from './kept-meta.ts';
import type { Receiving } from './receive-file.ts';

type Looked = { readonly verdict: Verdict; readonly opening: string };

export type FileTaker = {
  /** Brings the file to its end: stored, known or refused. Throws what concerns all files, such as a full disk under the journal. */
  takeIn(row: ImportRow, file: FileRow): Promise<void>;
};

export function createFileTaker(context: IngestContext, receiving: Receiving): FileTaker {
  // Of two equal files the second is kept when the first has its records, and finds them.
  const inTurn = createTurns();
  // Someone who waits for one file may ask for it while the import's job is at it.
  const once = createTurns();
  const binder = createBinder(context);

  return {
    takeIn: (row, { no }) =>
      once(`${row.id}/${no}`, async () => {
        const file = await context.store.file({ import: row.id, no });
        if (file === null || (file.state !== 'received' && file.state !== 'judged')) return;
        const judged = file.state === 'judged' ? file : await judge(row, file);
        if (judged !== null) await inTurn(judged.sha256 ?? '', () => keep(row, judged));
      }),
  };

  /** Looks into a received file and gives it its document's id; null when that was its end. */
  async function judge(row: ImportRow, file: FileRow): Promise<FileRow | null> {
    const looked = await lookInto(file);
    if (looked === null) {
      await waitForAnother(row, file);
      return null;
    }
    const { verdict, opening } = looked;
    if (verdict.verdict === 'refused') {
      await refuse(file, verdict.code ?? 'BROKEN');
      return null;
    }
    const judged: FileChange = {
      state: 'judged',
      document: file.document ?? (file.bound === null ? newId() : baseOf(row.id, file.no)),
      mime: verdict.mime,
      pages: verdict.pages,
      warnings: verdict.warnings,
      opening,
    };
    await change(file, judged);
    return { ...file, ...judged };
  }

  /** The bytes had arrived and are gone. A person who thinks the import is over hears that they have to come once more. */
  async function waitForAnother(row: ImportRow, file: FileRow): Promise<void> {
    context.log.error('import.part_lost', new Error('a received file is gone'), {
      import: row.id,
      no: file.no,
    });
    await change(file, { state: 'expected' });
    await context.store.setImportState({ id: row.id, state: 'interrupted', from: ['running'] });
  }

  /** Null when the bytes are gone. */
  async function lookInto(file: FileRow): Promise<Looked | null> {
    const path = receiving.partOf(file) ?? (await keptPathOf(file));
    if (path === null) return null;
    const verdict = await context.decoder.inspect(path, file.path);
    const isPdf = verdict.verdict === 'ok' && verdict.mime === 'application/pdf';
    return { verdict, opening: isPdf ? await context.decoder.opening(path) : '' };
  }

  /** A power cut may have taken back that `jobs.db` knew of the keeping. */
  async function keptPathOf({ sha256 }: FileRow): Promise<string | null> {
    return sha256 === null ? null : ((await context.vault.locate(sha256))?.path ?? null);
  }

  async function keep(row: ImportRow, file: FileRow): Promise<void> {
    const meta = metaOf(row, file);
    const kept = await keepInVault(file, meta);
    if (typeof kept === 'string') return refuse(file, kept);
    receiving.forget(file);
    const bound = await bindFile(context, binder, meta, kept.isKnown);
    if (bound !== null) {
      await change(file, { ...bound, warnings: withWarnings(file, bound.warnings) });
      return bound.state === 'stored' ? context.wakeDerive(row.id) : undefined;
    }
    // Without a living document known bytes are seen by nobody: they get a new one.
    const document = kept.isKnown ? await context.journal.documentOfFile(meta.sha256) : null;
    if (document !== null && document !== meta.document) {
      return change(file, { state: 'known', document });
    }
    const parent = meta.bound === null ? meta.parent : meta.bound.unit;
    // The unit that it was meant for is in the bin by now: nothing is lost, it is not placed.
    const isHidden = parent !== null && (await isInBin(context.journal, parent));
    await write({ ...meta, parent: isHidden ? null : parent });
    await change(file, {
      state: 'stored',
      ...(meta.bound === null ? {} : { warnings: withWarnings(file, ['NOT_BOUND']) }),
    });
    await context.wakeDerive(row.id);
  }

  async function keepInVault(file: FileRow, meta: KeptMeta): Promise<{ isKnown: boolean } | Refusal> {
    try {
      const kept = await context.vault.keep(file.batch, file.no, meta as Json);
      return { isKnown: kept.state === 'known' };
    } catch (error) {
      const code = error instanceof TroubleError ? error.code : null;
      // A power cut may have taken back what `jobs.db` knew, but not what the vault did.
      const isOver = code === 'VAULT_NO_SUCH_BATCH' || code === 'VAULT_NO_SUCH_FILE';
      if (isOver && (await context.vault.locate(meta.sha256)) !== null) return { isKnown: true };
      const refusal = refusalOf(code);
      if (refusal === null) throw error;
      context.log.error('import.not_kept', error, { import: meta.import, no: file.no });
      return refusal;
    }
  }

  async function write(meta: KeptMeta): Promise<void> {
    try {
      for (const change of documentChanges(meta)) await context.journal.commit(change, context.writer);
    } catch (error) {
      // The same for one that is gone or has become something else in this moment.
      const code = error instanceof TroubleError ? error.code : null;
      const isMisplaced = code === 'NO_SUCH_RECORD' || code === 'BAD_PARENT';
      if (!isMisplaced || meta.parent === null) throw error;
      await write({ ...meta, parent: null });
    }
  }

  async function refuse(file: FileRow, code: Refusal): Promise<void> {
    await dropPart(context.vault, file);
    receiving.forget(file);
    await change(file, { state: 'refused', code });
  }

  async function change(file: FileRow, change: FileChange): Promise<void> {
    await context.store.changeFile({ import: file.import, no: file.no, change });
  }
}

function metaOf(row: ImportRow, file: FileRow): KeptMeta {
  return keptMetaSchema.parse({
    v: 1,
    import: row.id,
    no: file.no,
    source: row.source,
    begun: row.begun,
    parent: row.parent,
    document: file.document,
    place: file.place,
    name: file.path,
    sha256: file.sha256,
    size: file.size,
    mime: file.mime,
    pages: file.pages,
    warnings: file.warnings,
    opening: file.opening,
    bound: file.bound,
  });
}

function withWarnings({ warnings }: FileRow, more: readonly FileWarning[]): FileWarning[] {
  return [...new Set([...warnings, ...more])];
}

/** Troubles of one file, as its refusal; null for what concerns all files. */
function refusalOf(code: string | null): Refusal | null {
  switch (code) {
    case 'VAULT_BYTES_CHANGED':
    case 'VAULT_NO_SUCH_FILE':
    case 'VAULT_NO_SUCH_BATCH':
    case 'VAULT_FILE_LOST':
      return 'UNREADABLE';
    default:
      return null;
  }
}
