/** Entry point of the vault's worker thread, and of the threads that hash for it, which need none of the vault's modules. */
import { threadData, threadPort } from '../calls/thread.ts';
import { serveHashing, type HashThreadData } from './hash-crew.ts';
import type { VaultThreadData } from './vault-calls.ts';

const data = threadData() as VaultThreadData | HashThreadData;

if (data.role === 'hash') serveHashing(threadPort());
else void import('./serve-vault.ts').then(({ serveVault }) => serveVault(threadPort(), data));
