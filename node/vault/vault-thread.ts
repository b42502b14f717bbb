/** Entry point of the vault's worker thread, and of the threads that hash for it. */
import { threadData, threadPort } from '../calls/thread.ts';
import { serveVault, type ThreadData } from './serve-vault.ts';

serveVault(threadPort(), threadData() as ThreadData);
