/** Entry point of the vault's worker thread. */
import { threadData, threadPort } from '../calls/thread.ts';
import { serveVault } from './serve-vault.ts';
import type { VaultThreadData } from './vault-calls.ts';

serveVault(threadPort(), threadData() as VaultThreadData);
