import { expect, test, vi } from 'vitest';
import { TroubleError } from '../../shared/result.ts';
import { hostServices } from './host-services.ts';

type Deps = Parameters<typeof hostServices>[0];

function servicesWith(free: number) {
  const begin = vi.fn(() => Promise.resolve({ import: 'begun' }));
  const deps = {
    dataFolder: '/data',
    ingest: { services: { 'import.begin': begin } },
    freeSpace: () => Promise.resolve(free),
  } as unknown as Deps;
  return { services: hostServices(deps), begin };
}

test('an import begins while there is room, and is refused politely under 2 GB', async () => {
  const roomy = servicesWith(2e9);
  expect(await roomy.services['import.begin']({ source: 'a', parent: null })).toEqual({ import: 'begun' });
  const low = servicesWith(1.94e9);
  const refusal = low.services['import.begin']({ source: 'a', parent: null });
  await expect(refusal).rejects.toEqual(new TroubleError('DISK_LOW', { free: '1.9' }));
  await expect(refusal).rejects.toMatchObject({ code: 'DISK_LOW', details: { free: '1.9' } });
  expect(low.begin).not.toHaveBeenCalled();
});

test('the room on the disk is told in bytes', async () => {
  expect(await servicesWith(7e9).services['host.disk']({})).toEqual({ free: 7e9 });
});
