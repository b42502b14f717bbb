/** The thread that holds `text.db`. */
import { threadData, threadPort } from '../../../node/calls/thread.ts';
import { serveTextIndex } from './serve-text-index.ts';
import type { TextIndexData } from './text-index-calls.ts';

serveTextIndex(threadPort(), threadData() as TextIndexData);
