/** The web host's files, and the shell's sealed ones by the system that stands in for Electron's. */
import { expect, test, vi } from 'vitest';
import { systemSealer } from '../../electron/shell/secrets.ts';
import { state } from '../fake-electron/fake-state.ts';
import { secretStoreSuite } from './secret-store-suite.ts';

vi.mock('electron', () => import('../fake-electron/fake-app.ts'));
state.ready = true;

secretStoreSuite('in files of their owner’s alone', () => Promise.resolve(null));
secretStoreSuite('sealed by the system', systemSealer);

test('a Linux without a keyring seals nothing: its password would stand in a source', async () => {
  vi.stubEnv('FAKE_NO_KEYRING', '1');
  try {
    expect(await systemSealer()).toBeNull();
  } finally {
    vi.unstubAllEnvs();
  }
});
