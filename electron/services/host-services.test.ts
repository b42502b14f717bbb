import { expect, test, vi } from 'vitest';
import { TroubleError } from '../../shared/result.ts';
import type { Disk } from './disk/disk.ts';
import { hostServices } from './host-services.ts';

type Deps = Parameters<typeof hostServices>[0];

function servicesWith(disk: Partial<Disk>, parts: object = {}) {
  const begin = vi.fn(() => Promise.resolve({ import: 'begun' }));
  const deps = { dataFolder: '/data', ingest: { services: { 'import.begin': begin } }, disk, ...parts };
  return { services: hostServices(deps as unknown as Deps), begin };
}

test('an import begins while there is room, and is refused politely when there is too little', async () => {
  const roomy = servicesWith({ refuseImport: async () => undefined });
  expect(await roomy.services['import.begin']({ source: 'a', parent: null })).toEqual({ import: 'begun' });
  const low = servicesWith({
    refuseImport: () => Promise.reject(new TroubleError('DISK_LOW', { free: '1.9' })),
  });
  await expect(low.services['import.begin']({ source: 'a', parent: null })).rejects.toMatchObject({
    code: 'DISK_LOW',
    details: { free: '1.9' },
  });
  expect(low.begin).not.toHaveBeenCalled();
});

test('what a person did is written in the room of the ballast, part by part, and only on a full disk', async () => {
  const commit = vi.fn(() => Promise.reject(new TroubleError('DISK_FULL')));
  const makeRoom = vi
    .fn(() => Promise.resolve(false))
    .mockResolvedValueOnce(true)
    .mockResolvedValueOnce(true);
  const { services } = servicesWith({ makeRoom }, { journal: { commit } });
  const change = { id: 'a', command: 'b', edits: [] } as unknown as Parameters<
    (typeof services)['journal.commit']
  >[0];
  await expect(services['journal.commit'](change)).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(commit).toHaveBeenCalledTimes(3);
  commit.mockImplementationOnce(() => Promise.reject(new TroubleError('JOURNAL_BROKEN')));
  await expect(services['journal.commit'](change)).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' });
  expect(makeRoom).toHaveBeenCalledTimes(3);
});
