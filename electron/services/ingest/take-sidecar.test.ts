import { expect, test, vi } from 'vitest';
import { fail } from '../../../shared/result.ts';
import type { FileRow, ImportRow } from '../jobs/jobs-calls.ts';
import type { IngestContext } from './ingest-context.ts';
import type { Receiving } from './receive-file.ts';
import { takeSidecars } from './take-sidecar.ts';
import { must } from '../../../shared/must.ts';

test('a text waits while its scan, which came late, is not taken in yet', async () => {
  const prepare = vi.fn(async () => fail('TEXT_BROKEN'));
  const files = [
    { no: 0, path: '1.tif', state: 'received' },
    { no: 1, path: '1.xml', state: 'received' },
  ] as FileRow[];
  const context = {
    sidecars: { prepare, write: vi.fn(), seal: vi.fn() },
    store: {
      files: async ({ after }: { after: number }) => files.filter(({ no }) => no > after),
      changeFile: async () => null,
    },
    vault: { drop: async () => undefined },
    changed: () => undefined,
  };
  const run = () =>
    takeSidecars(
      context as unknown as IngestContext,
      { partOf: () => '/part', forget: () => undefined } as unknown as Receiving,
      { id: 'import' } as ImportRow,
      () => false,
      async () => undefined,
    );
  await run();
  expect(prepare).not.toHaveBeenCalled();
  files[0] = { ...must(files[0], 'the scan'), state: 'stored', sha256: 'a', document: 'd', bound: null };
  await run();
  expect(prepare).toHaveBeenCalledWith(
    'import',
    expect.objectContaining({ document: 'd' }),
    expect.anything(),
  );
});
