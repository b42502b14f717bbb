/** The directory's thread: owns the server's connection to `server.db`. */
import { serveCalls } from '../../node/calls/serve.ts';
import { threadData, threadPort } from '../../node/calls/thread.ts';
import type { DirectoryThreadData } from './directory.ts';
import { createDirectory } from './directory-core.ts';
import { openDirectoryFile } from './directory-file.ts';

const { path } = threadData() as DirectoryThreadData;
const db = openDirectoryFile(path);

serveCalls(threadPort(), {
  ...createDirectory(db, Date.now),
  close: () => {
    db.close();
    return null;
  },
});
