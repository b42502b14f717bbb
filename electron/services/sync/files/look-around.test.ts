/** What a look found is not forgotten when it could not be written down. */
import { expect, it, vi } from 'vitest';
import type { Remote } from '../../../../node/calls/port.ts';
import { TroubleError } from '../../../../shared/result.ts';
import type { FilesCalls } from './files-calls.ts';
import { createLook } from './look-around.ts';

const HELD = { sha256: 'a'.repeat(64), size: 3 };

function world() {
  const choose = vi.fn(async () => null);
  const looked = vi.fn(async () => ({ more: false, grew: false }));
  const look = createLook({
    store: { look: looked, choose } as unknown as Remote<FilesCalls>,
    vault: { heldFiles: async () => [HELD], openBatches: async () => [] },
    hold: { read: () => [], write: async () => undefined },
    signal: new AbortController().signal,
  });
  return { look, looked, choose };
}

it('lays down what is wanted with the next look when a full disk kept it from that', async () => {
  const { look, looked, choose } = world();
  looked.mockResolvedValueOnce({ more: false, grew: true });
  choose.mockRejectedValueOnce(new TroubleError('DISK_FULL'));
  await expect(look.go()).rejects.toThrow('DISK_FULL');
  await look.go();
  expect(choose).toHaveBeenCalledTimes(2);
  await look.go();
  expect(choose).toHaveBeenCalledTimes(2);
});

it('tells of the files held beside batches until that has been taken down', async () => {
  const { look, looked } = world();
  looked.mockRejectedValueOnce(new TroubleError('DISK_FULL'));
  await expect(look.go()).rejects.toThrow('DISK_FULL');
  await look.go();
  expect(looked).toHaveBeenLastCalledWith(expect.objectContaining({ held: [HELD] }));
  await look.go();
  expect(looked).toHaveBeenLastCalledWith(expect.objectContaining({ held: [] }));
});
