/**
 * The page-text index as the host has it: a thread of its own with `text.db`, which follows the journal. It is derived, so nothing waits
 * for it and nothing falls with it: a thread that ends by itself is begun anew.
 */
import path from 'node:path';
import { createCaller } from '../../../node/calls/caller.ts';
import { startThread, type ThreadPort } from '../../../node/calls/thread.ts';
import { startService, type ThreadService } from '../../../node/calls/thread-service.ts';
import type { Remote } from '../../../node/calls/port.ts';
import type { Log } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { TroubleError, type Result } from '../../../shared/result.ts';
import type { FindingStatus } from '../../../shared/rpc/contract-finding.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import { JOURNAL_FILE } from '../journal/journal.ts';
import { readOwnTexts } from './read-own-texts.ts';
import type {
  CheckCalls,
  Hold,
  TextIndexCalls,
  TextIndexData,
  TextIndexEvents,
  TextThreadData,
} from './text-index-calls.ts';

export const TEXT_FILE = 'text.db';

export type TextIndex = {
  /** Begins to work; asking anything does so too. */
  begin(): void;
  status(): Promise<FindingStatus>;
  rebuild(): Promise<void>;
  /** The journal has grown. */
  follow(): void;
  /** Readings came from elsewhere that pages lacked. */
  filesCame(): void;
  /** Whether there is room on the disk for it to grow. */
  hold(hold: Hold): void;
  /** What the thread answers to whoever asks. @throws TroubleError TEXT_INDEX_CLOSED when it falls again and again */
  calls(): Remote<TextIndexCalls>;
  close(): Promise<void>;
};

/** The text layers of these pages (from 0) of a PDF, null for a page without one. */
export type OwnTextReader = (
  file: string,
  indexes: readonly number[],
) => Promise<Result<(string | null)[], string>>;

const CALL_DEADLINE_MS = 60_000;
/** Every page that is cut into words leaves garbage behind: unbounded it takes 110 MB while it is filled, so 50. What lasts is in arrays. */
const HEAP = { youngMb: 12, oldMb: 320 };
const CHECK_DEADLINE_MS = 60 * 60_000;
/** A thread that fell so many times is not begun again: the machine has no room for it, or it has a fault. */
const MOST_FALLS = 3;

export function createTextIndex(deps: {
  readonly dataFolder: string;
  readonly programFolder: string;
  readonly thread: URL;
  readonly vault: Pick<Vault, 'locate'>;
  readonly grant: TextIndexData['grant'];
  readonly ownTexts: OwnTextReader;
  readonly emit: Emit;
  readonly log: Log;
}): TextIndex {
  const { dataFolder, vault, emit, log } = deps;
  const data: TextIndexData = {
    path: path.join(dataFolder, TEXT_FILE),
    journal: path.join(dataFolder, JOURNAL_FILE),
    vault: path.join(dataFolder, 'vault'),
    grant: deps.grant,
    program: deps.programFolder,
  };
  let service: ThreadService<TextIndexCalls> | null = null;
  const checking = new Set<ThreadPort>();
  let held: Hold = 'none';
  let falls = 0;
  let isClosed = false;

  function start(): ThreadService<TextIndexCalls> {
    const begun = startService<TextIndexCalls>({
      url: deps.thread,
      data: { ...data, role: 'serve' } satisfies TextThreadData,
      deadlineMs: CALL_DEADLINE_MS,
      heap: HEAP,
      onFall(reason) {
        falls++;
        service = null;
        log.error('text_index.fell', new Error(reason), { falls: String(falls) });
        if (falls < MOST_FALLS && !isClosed) begin();
      },
    });
    const on = <E extends keyof TextIndexEvents>(event: E, listen: (value: TextIndexEvents[E]) => void) =>
      begun.on(event, (value) => listen(value as TextIndexEvents[E]));
    on('changed', (status) => emit('finding.changed', status));
    on('locate', ({ no, sha256 }) => void answerPlace(begun.calls, no, sha256));
    on('ownTexts', ({ no, sha256, indexes }) => void answerTexts(begun.calls, no, sha256, indexes));
    on('check', ({ no }) => void answerCheck(begun.calls, no));
    on('trouble', ({ what, message }) => log.info(what, message === '' ? {} : { message }));
    if (held !== 'none') void quietly(begun.calls.hold(held));
    return begun;
  }

  function begin(): void {
    calls();
  }

  function calls(): Remote<TextIndexCalls> {
    if (isClosed || falls >= MOST_FALLS) throw new TroubleError('TEXT_INDEX_CLOSED');
    return (service ??= start()).calls;
  }

  async function answerPlace(far: Remote<TextIndexCalls>, no: number, sha256: string): Promise<void> {
    const found = await vault.locate(sha256).catch(() => null);
    await quietly(far.located({ no, path: found?.path ?? null }));
  }

  async function answerTexts(
    far: Remote<TextIndexCalls>,
    no: number,
    sha256: string,
    indexes: readonly number[],
  ): Promise<void> {
    const read = deps.ownTexts;
    const texts = await readOwnTexts({ locate: (bytes) => vault.locate(bytes), read }, sha256, indexes);
    await quietly(far.ownTexts({ no, texts: texts === null ? null : [...texts] }));
  }

  /** In a thread of its own: it reads the whole file. */
  async function answerCheck(far: Remote<TextIndexCalls>, no: number): Promise<void> {
    const port = startThread(deps.thread, { role: 'check', path: data.path } satisfies TextThreadData);
    checking.add(port);
    const isSound = await createCaller<CheckCalls>(port, CHECK_DEADLINE_MS)
      .calls.isSound(null)
      .catch(() => null);
    checking.delete(port);
    await port.end();
    await quietly(far.checked({ no, isSound }));
  }

  return {
    begin,
    calls,
    status: () => calls().status(null),
    async rebuild() {
      await calls().rebuild(null);
    },
    filesCame() {
      if (service !== null) void quietly(service.calls.filesCame(null));
    },
    follow() {
      if (service !== null) void quietly(service.calls.follow(null));
    },
    hold(hold) {
      if (hold === held) return;
      held = hold;
      if (service !== null) void quietly(service.calls.hold(hold));
    },
    async close() {
      isClosed = true;
      await Promise.all([...checking].map((port) => port.end()));
      await service?.close();
    },
  };
}

/** It has fallen or is closing: nobody waits for this answer. */
async function quietly(answer: Promise<unknown>): Promise<void> {
  await answer.catch(() => undefined);
}
