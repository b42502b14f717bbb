/** The thread that holds `jobs.db`. */
import { serveCalls } from '../../../node/calls/serve.ts';
import { threadPort } from '../../../node/calls/thread.ts';
import { createJobsStore } from './jobs-store.ts';

serveCalls(threadPort(), createJobsStore());
