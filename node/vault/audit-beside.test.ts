/** Nothing that is whole is ever called damaged, and audits leave the disk to others. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Damage } from './audit-damage.ts';
import { createAuditReader } from './audit-reader.ts';
import { BATCH, chunks, makeVaultPlace, PERSON } from './fixture-vault.ts';
import { auditAll, useOwnVault } from './fixture-audit.ts';

const own = useOwnVault();

it('never calls damaged what is being received, kept and sealed meanwhile', async () => {
  const place = await makeVaultPlace();
  const busy = await place.open();
  const station = { isBusy: true };
  const alarms: Damage[] = [];
  let audits = 0;
  const auditing = (async () => {
    while (station.isBusy) {
      alarms.push(...(await auditAll(place.folder)).flatMap(({ damages }) => damages));
      audits++;
    }
  })();
  for (let batch = 0; batch < 12; batch++) {
    const id = BATCH.replace(/.{2}$/u, String(10 + batch));
    await busy.openBatch({ id, label: '', createdBy: PERSON });
    await Promise.all(
      [0, 1, 2, 3].map(async (no) => {
        await busy.receive(id, no, `${no}.tif`, chunks(`${batch} ${no} `.repeat(5000)));
        if (no === 3) return busy.drop(id, no);
        await busy.keep(id, no, null);
      }),
    );
    await busy.seal(id);
  }
  station.isBusy = false;
  await auditing;
  expect(audits).toBeGreaterThan(2);
  expect(alarms).toEqual([]);
  await place.remove();
});

describe('the rate of reading', () => {
  it('is kept over all files together, and asked for an end before each piece', async () => {
    let clock = 0;
    const options = {
      bytesPerSecond: 1e6,
      now: () => clock,
      wait: (ms: number) => Promise.resolve((clock += ms)),
    };
    const reader = createAuditReader(options);
    const file = join(own.vault, '..', 'large');
    writeFileSync(file, Buffer.alloc(3_000_000));
    await reader.digest(file, 'sha512');
    await reader.digest(file, 'sha512');
    expect(clock).toBeGreaterThan(5900);
    expect(clock).toBeLessThan(6100);
    expect(reader.read()).toBe(6_000_000);
    const goOn = () => {
      throw new Error('told to end');
    };
    await expect(createAuditReader({ goOn }).digest(file, 'sha512')).rejects.toThrow('told to end');
  });
});
