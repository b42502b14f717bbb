/** The vault's thread, with an end: the process is killed at the step that `VAULT_KILL_AT` names, such as `renamed:3`. */
import { threadData, threadPort } from '../../node/calls/thread.ts';
import { serveHashing, type HashThreadData } from '../../node/vault/hash-crew.ts';
import { serveVault } from '../../node/vault/serve-vault.ts';
import type { VaultThreadData } from '../../node/vault/vault-calls.ts';

const [name = '', times = '1'] = (process.env['VAULT_KILL_AT'] ?? '').split(':');
let left = Number(times);

const data = threadData() as VaultThreadData | HashThreadData;
if (data.role === 'hash') serveHashing(threadPort());
else {
  serveVault(threadPort(), data, (step) => {
    if (step === name && --left <= 0) process.kill(process.pid, 'SIGKILL');
  });
}
