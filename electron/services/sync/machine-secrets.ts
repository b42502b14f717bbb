/**
 * The machine's key and its proxy's password as a host holds them: read once at its start, handed to the threads that need them, and
 * written nowhere but into the store of secrets.
 */
import { z } from 'zod';
import type { Log } from '../../../node/log.ts';
import { SYNC_PLAN, type SyncPlan, type SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import type { SettingsStore } from '../settings.ts';
import { makeDeviceSecret, readDeviceSecret, type DeviceSecret } from './device-key.ts';
import { proxyWith, withoutPassword } from './proxy-password.ts';
import type { SecretStore } from './secret-store.ts';

export type MachineSecrets = {
  /** Null: there is no key yet, or it cannot be read. */
  device(): DeviceSecret | null;
  /**
   * The key to become known by. One that cannot be read is set aside, and so is one with which the device `refused` was shut out;
   * that once, so that asking again after a cut answer is by the same key. @throws TroubleError a disk code
   */
  forEnrolment(refused: string | null): Promise<DeviceSecret>;
  /** The plan of the line with its proxy's password in it, where that is kept: for whoever opens the line, and nobody else. */
  whole(plan?: SyncPlan): SyncPlan;
  /** Keeps a plan in the settings, and its proxy's password here. Errors: SETTINGS_NOT_WRITTEN and those of the disk. */
  setPlan(plan: SyncPlan): Promise<void>;
  setPause(pause: SyncStatus['pause']): void;
};

const proxySchema = z.strictObject({ v: z.literal(1), address: z.string(), password: z.string() });
type ProxySecret = z.infer<typeof proxySchema>;

export async function openMachineSecrets(deps: {
  readonly secrets: SecretStore;
  readonly settings: Pick<SettingsStore, 'read' | 'write'>;
  readonly log: Log;
}): Promise<MachineSecrets> {
  const { secrets, settings, log } = deps;
  let device = await read('sync.key_unreadable', async () => {
    const found = await readDeviceSecret(secrets);
    if (!found.ok) log.info('sync.key_unreadable', { code: found.code });
    return found.ok ? found.value : null;
  });
  let proxy = await read('sync.proxy_unreadable', () => readProxySecret(secrets));
  /** The device that was shut out and for which a new key was made. */
  let renewed: string | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** A disk that is in trouble keeps nobody from their work; what needs a secret says so. */
  async function read<T>(event: string, ask: () => Promise<T | null>): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      log.error(event, error);
      return null;
    }
  }

  const plain = (): SyncPlan => settings.read().sync?.plan ?? SYNC_PLAN;
  const pauseNow = () => settings.read().sync?.pause ?? null;

  async function setPlan(plan: SyncPlan): Promise<void> {
    const { proxy: bare, password } = withoutPassword(plan.proxy);
    const address = bare.kind === 'address' ? bare.address : null;
    if (password !== null && address !== null) {
      const next: ProxySecret = { v: 1, address, password };
      await secrets.write('proxy', JSON.stringify(next));
      proxy = next;
    }
    settings.write({ sync: { pause: pauseNow(), plan: { ...plan, proxy: bare } } });
    // A password is for the proxy that it was given for.
    if (proxy === null || proxy.address === address) return;
    await secrets.remove('proxy');
    proxy = null;
  }

  if (withoutPassword(plain().proxy).password !== null)
    // An earlier program kept it in the settings.
    await setPlan(plain()).catch((error: unknown) => log.error('sync.proxy_not_moved', error));

  return {
    device: () => device,
    forEnrolment(refused) {
      const mine = last.then(async () => {
        if (device !== null && (refused === null || refused === renewed)) return device;
        device = await makeDeviceSecret(secrets);
        renewed = refused;
        return device;
      });
      last = mine.catch(() => undefined);
      return mine;
    },
    whole: (plan = plain()) => ({ ...plan, proxy: proxyWith(plan.proxy, proxy) }),
    setPlan,
    setPause: (pause) => void settings.write({ sync: { plan: plain(), pause } }),
  };
}

async function readProxySecret(secrets: SecretStore): Promise<ProxySecret | null> {
  const read = await secrets.read('proxy');
  if (!read.ok || read.value === null) return null;
  try {
    return proxySchema.parse(JSON.parse(read.value));
  } catch {
    return null;
  }
}
