import { expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Edit } from '../../shared/sync/change.ts';
import type { Safety, Writing } from './catalogue-status.ts';
import { createWriter } from './commit.ts';
import { createStore } from './store.ts';

/** A writer whose host answers with these codes in turn, then with success; and the ids that it was sent. */
function writerOver(codes: (string | null)[]) {
  const ids: unknown[] = [];
  const undoable = { undo: null, redo: null };
  const call = (_method: string, input: { id: string }) => {
    ids.push(input.id);
    const code = codes.shift() ?? null;
    return Promise.resolve(
      code === null ? { ok: true, value: { n: 1, states: [], undoable } } : { ok: false, code },
    );
  };
  const writer = createWriter({
    host: { call } as unknown as HostClient,
    archive: newId(),
    authors: () => [],
    copy: createStore(null),
    safety: createStore<Safety>({ state: 'safe' }),
    onUndoable: () => undefined,
    writing: createStore<Writing | null>(null),
    untilCopied: () => Promise.resolve(),
    onApplied: () => undefined,
    onCopyTrouble: () => undefined,
  });
  return { writer, ids };
}

it.each(['HOST_GONE', 'DEADLINE'])(
  'an undo whose answer was lost (%s) goes again under its own id',
  async (code) => {
    const { writer, ids } = writerOver([code]);
    for (let i = 0; i < 3; i++) await writer.undo();
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  },
);

it('an undo that was answered, whatever the answer, is not asked for again', async () => {
  const { writer, ids } = writerOver(['CHANGED_SINCE', 'HOST_GONE']);
  await writer.undo();
  await writer.undo();
  await writer.commit({ id: newId(), command: 'record.edit', edits: [] });
  await writer.undo();
  expect(new Set(ids).size).toBe(4);
});

it('two undos at once are two', async () => {
  const { writer, ids } = writerOver([]);
  await Promise.all([writer.undo(), writer.undo(), writer.redo()]);
  expect(new Set(ids).size).toBe(3);
});

it('of two large changes at once the first is shown until it is over, then the other', async () => {
  const undoable = { undo: null, redo: null };
  const held = new Map<unknown, () => void>();
  const call = (_method: string, { step }: { step: string }) =>
    new Promise((resolve) => {
      held.set(step, () => resolve({ ok: true, value: { n: 1, states: [], undoable, held: 0 } }));
    });
  const writing = createStore<Writing | null>(null);
  const writer = createWriter({
    host: { call } as unknown as HostClient,
    archive: newId(),
    authors: () => [],
    copy: createStore(null),
    safety: createStore<Safety>({ state: 'safe' }),
    onUndoable: () => undefined,
    writing,
    untilCopied: () => Promise.resolve(),
    onApplied: () => undefined,
    onCopyTrouble: () => undefined,
  });
  const begin = (command: string) => {
    const edits = Array.from({ length: 501 }, (): Edit => ({
      rec: newId(),
      t: 'unit',
      k: 'set',
      f: {},
      p: {},
    }));
    const id = newId();
    const now = { isOver: false };
    void writer.commit({ id, command, edits }).then(() => (now.isOver = true));
    /** Answers all that it asks. */
    return async () => {
      while (!now.isOver) {
        held.get(id)?.();
        await Promise.resolve();
      }
    };
  };
  const [finishFirst, finishSecond] = [begin('record.batch'), begin('record.move')];
  expect(writing.get()?.command).toBe('record.batch');
  await finishFirst();
  expect(writing.get()?.command).toBe('record.move');
  await finishSecond();
  expect(writing.get()).toBeNull();
});
