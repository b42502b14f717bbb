/** Bytes on their way in: from a window as a stream, from the command line as a path. */
import { posix } from 'node:path';
import type { Received } from '../../../node/vault/vault-types.ts';
import { fail, ok, TroubleError, type Result } from '../../../shared/result.ts';
import type { FileRefusal, Refusal } from '../../../shared/rpc/contract-import.ts';
import type { FileRow } from '../jobs/jobs-calls.ts';
import { codeOf } from './code-of.ts';
import type { IngestContext } from './ingest-context.ts';

export type Receiving = {
  /** Takes one announced file's bytes. Codes: NO_SUCH_FILE, ALREADY_HERE, IMPORT_ENDED, INCOMPLETE, or the disk's. */
  put(importId: string, no: number, bytes: AsyncIterable<Uint8Array>): Promise<Result<null, string>>;
  take(importId: string, no: number, path: string): Promise<Result<null, string>>;
  isArriving(file: { import: string; no: number }): boolean;
  /** Also a file that was refused and comes once more. */
  isArrivingIn(importId: string): boolean;
  /** Where a received file lies until it is kept or dropped. */
  partOf(file: { import: string; no: number }): string | null;
  remember(file: { import: string; no: number }, part: string): void;
  forget(file: { import: string; no: number }): void;
};

/** Refusals that may pass: the same file may be sent once more. */
const PASSING: ReadonlySet<FileRefusal | null> = new Set<Refusal>(['DISK_FULL', 'UNREADABLE']);

export function createReceiving(context: IngestContext): Receiving {
  const { store, vault, journal } = context;
  const arriving = new Set<string>();
  const parts = new Map<string, string>();
  const batches = new Map<string, Promise<void>>();
  const keyOf = (file: { import: string; no: number }) => `${file.import}/${file.no}`;

  /** Makes the batch of a file's folder or unit, or takes it up again, once. */
  function openBatch(file: FileRow, source: string): Promise<void> {
    const opening =
      batches.get(file.batch) ??
      labelOf(file, source).then((label) =>
        vault.openBatch({ id: file.batch, label, createdBy: journal.person }),
      );
    batches.set(file.batch, opening);
    opening.catch(() => batches.delete(file.batch));
    return opening;
  }

  /** For people who look into the vault by hand. */
  async function labelOf({ bound, path }: FileRow, source: string): Promise<string> {
    const folder = posix.dirname(path);
    const inside = bound === null ? folder : await codeOf(journal, bound.unit);
    return inside === '.' || inside === '' ? source : `${source}: ${inside}`;
  }

  async function receive(
    importId: string,
    no: number,
    work: (file: FileRow) => Promise<Received>,
  ): Promise<Result<null, string>> {
    const row = await store.import(importId);
    const file = await store.file({ import: importId, no });
    if (row === null || file === null) return fail('NO_SUCH_FILE');
    if (row.state !== 'open' && row.state !== 'interrupted') return fail('IMPORT_ENDED');
    // It stays expected: it may come when there is room.
    if (!(await context.mayTakeIn())) return fail('DISK_LOW');
    const key = keyOf(file);
    const mayCome = file.state === 'expected' || (file.state === 'refused' && PASSING.has(file.code));
    if (!mayCome || arriving.has(key)) return fail('ALREADY_HERE');
    arriving.add(key);
    try {
      if (row.state === 'interrupted')
        await store.setImportState({ id: importId, state: 'open', from: ['interrupted'] });
      await openBatch(file, row.source);
      const received = await context.intake.during(() => work(file));
      if (received.size !== file.size) {
        await vault.drop(file.batch, no);
        return fail('INCOMPLETE', { expected: file.size, received: received.size });
      }
      parts.set(key, received.path);
      await store.changeFile({
        import: importId,
        no,
        change: { state: 'received', code: null, sha256: received.sha256 },
      });
      return ok(null);
    } catch (error) {
      return await failed(file, error);
    } finally {
      arriving.delete(key);
      context.changed(importId);
      await context.wakeImport(importId);
    }
  }

  async function failed(file: FileRow, error: unknown): Promise<Result<null, string>> {
    const code = error instanceof TroubleError ? error.code : 'INCOMPLETE';
    // A stream that breaks off is a window that was closed; its error is not ours.
    const reason = error instanceof Error ? error.message : String(error);
    context.log.info('import.not_received', { import: file.import, no: file.no, code, reason });
    const refusal = refusalOf(code);
    if (refusal !== null) {
      await store.changeFile({
        import: file.import,
        no: file.no,
        change: { state: 'refused', code: refusal },
      });
    }
    return fail(code);
  }

  return {
    put: (importId, no, bytes) =>
      receive(importId, no, (file) => vault.receive(file.batch, no, file.path, bytes)),
    take: (importId, no, path) =>
      receive(importId, no, (file) => vault.receiveFile(file.batch, no, file.path, path)),
    isArriving: (file) => arriving.has(keyOf(file)),
    isArrivingIn: (importId) => [...arriving].some((key) => key.startsWith(`${importId}/`)),
    partOf: (file) => parts.get(keyOf(file)) ?? null,
    remember: (file, part) => void parts.set(keyOf(file), part),
    forget: (file) => void parts.delete(keyOf(file)),
  };
}

/** A stream that broke off leaves the file expected; what the disk says stands in the report. */
function refusalOf(code: string): Refusal | null {
  switch (code) {
    case 'DISK_FULL':
      return 'DISK_FULL';
    case 'NO_PERMISSION':
    case 'DISK_ERROR':
    case 'FILE_BUSY':
    case 'FILE_MISSING':
    case 'WRONG_KIND_OF_FILE':
    case 'NAME_TOO_LONG':
      return 'UNREADABLE';
    case 'FILE_TOO_LARGE':
      return 'TOO_LARGE';
    default:
      return null;
  }
}
