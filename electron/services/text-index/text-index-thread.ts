/** The thread that holds `text.db`. In the role `check` it only looks whether the file is sound, beside the one that holds it. */
import { serveCalls } from '../../../node/calls/serve.ts';
import { threadData, threadPort } from '../../../node/calls/thread.ts';
import { isSoundIndex } from './check-index.ts';
import { serveTextIndex } from './serve-text-index.ts';
import type { CheckCalls, TextThreadData } from './text-index-calls.ts';

const data = threadData() as TextThreadData;

if (data.role === 'check') {
  const calls: CheckCalls = { isSound: () => isSoundIndex(data.path) };
  serveCalls(threadPort(), calls);
} else serveTextIndex(threadPort(), data);
