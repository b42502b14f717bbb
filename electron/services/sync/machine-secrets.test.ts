/** The key and the proxy's password of a machine: where they lie, what shows them, and what happens to those of earlier programs. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../node/log.ts';
import { SYNC_PLAN, type SyncPlan } from '../../../shared/rpc/contract-sync.ts';
import { collectDiagnostics } from '../diagnostics/collect.ts';
import { openSettings } from '../settings.ts';
import { openMachineSecrets } from './machine-secrets.ts';
import { openStation } from './open-station.ts';
import { openSecrets } from './secret-store.ts';

const PASSWORD = 'qupiya-417';
const WITH = `http://nurlan:${PASSWORD}@proxy.local:3128`;
const BARE = 'http://nurlan@proxy.local:3128';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-machine-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const planOf = (address: string): SyncPlan => ({ ...SYNC_PLAN, proxy: { kind: 'address', address } });
const address = ({ proxy }: SyncPlan): string | null => (proxy.kind === 'address' ? proxy.address : null);

async function open() {
  const settings = openSettings(folder);
  const log = createLog({ folder: join(folder, 'logs'), roots: [folder] });
  const store = openSecrets({ folder: join(folder, 'sync'), sealer: null });
  return { settings, secrets: await openMachineSecrets({ secrets: store, settings, log }) };
}

/** Every file of the data folder in which these letters stand. */
function filesWith(text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    return statSync(path).isFile() && readFileSync(path).includes(text);
  });
}

test('a password that an earlier program kept in the settings goes to its own place, and the line still has it', async () => {
  const before = { v: 1, sync: { plan: planOf(WITH), pause: null }, language: 'kk' };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(before));
  const { settings, secrets } = await open();
  expect(filesWith(PASSWORD)).toEqual(['sync/proxy.json']);
  expect(settings.read()).toMatchObject({ language: 'kk', sync: { plan: planOf(BARE) } });
  expect(address(secrets.whole())).toBe(WITH);
  expect(address((await open()).secrets.whole())).toBe(WITH);
});

test('a password is for the proxy that it was given for', async () => {
  const { secrets } = await open();
  await secrets.setPlan(planOf(WITH));
  await secrets.setPlan(secrets.whole({ ...planOf(BARE), dailyBytes: 1e9 }));
  expect(address(secrets.whole())).toBe(WITH);
  secrets.setPause({ until: null });
  expect(address((await open()).secrets.whole())).toBe(WITH);
  await secrets.setPlan(secrets.whole(planOf('http://nurlan@other.local:3128')));
  expect(address(secrets.whole())).toBe('http://nurlan@other.local:3128');
  expect(filesWith(PASSWORD)).toEqual([]);
});

test('windows, settings, logs and diagnostics never show it', async () => {
  const station = await openStation(folder);
  const { services } = station;
  const told = [await services['sync.setPlan']({ plan: planOf(WITH) }), await services['sync.plan']({})];
  // It is tried, and refused.
  const ask = { url: 'https://centre.invalid', code: 'A', name: 'a', as: 'found' } as const;
  const refused = await services['sync.connect'](ask).catch((error: unknown) => error);
  await station.close();
  expect(told.map(({ plan }) => address(plan))).toEqual([BARE, BARE]);
  const diagnostics = await collectDiagnostics({ folder, version: '1.2.3', host: 'web' });
  for (const text of [JSON.stringify(told), JSON.stringify(refused), String(refused), diagnostics])
    expect(text).not.toContain(PASSWORD);
  expect(filesWith(PASSWORD)).toEqual(['sync/proxy.json']);
});

test('a new key is made once for a device that was shut out, and a key that cannot be read is kept aside', async () => {
  const { secrets } = await open();
  const first = await secrets.forEnrolment(null);
  expect(await secrets.forEnrolment(null)).toEqual(first);
  const second = await secrets.forEnrolment('device');
  expect(second).not.toEqual(first);
  expect(await Promise.all([secrets.forEnrolment('device'), secrets.forEnrolment('device')])).toEqual([
    second,
    second,
  ]);
  expect((await open()).secrets.device()).toEqual(second);

  mkdirSync(join(folder, 'sync'), { recursive: true });
  writeFileSync(join(folder, 'sync/device.json'), 'damaged');
  const again = await open();
  expect(again.secrets.device()).toBeNull();
  const third = await again.secrets.forEnrolment(null);
  expect((await open()).secrets.device()).toEqual(third);
  expect(filesWith('damaged')).toHaveLength(1);
});
