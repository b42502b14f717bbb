/** The vault's thread, with an end: the process is killed at the step that `VAULT_KILL_AT` names, such as `renamed:3`. */
import { threadData, threadPort } from '../../node/calls/thread.ts';
import { serveVault, type ThreadData } from '../../node/vault/serve-vault.ts';

const [name = '', times = '1'] = (process.env['VAULT_KILL_AT'] ?? '').split(':');
let left = Number(times);

serveVault(threadPort(), threadData() as ThreadData, (step) => {
  if (step === name && --left <= 0) process.kill(process.pid, 'SIGKILL');
});
