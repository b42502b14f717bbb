/** Where the entry points of threads and children lie: beside the sources, or as bundles in the product. */
export type HostModules = {
  readonly journalThread: URL;
  readonly vaultThread: URL;
  readonly jobsThread: URL;
  readonly decodeChild: URL;
  readonly backupThread: URL;
  readonly sampleChild: URL;
  readonly recognizeChild: URL;
  readonly exportChild: URL;
  readonly textIndexThread: URL;
  readonly syncThread: URL;
  readonly syncFilesThread: URL;
  readonly bundleThread: URL;
};

/** For hosts that run from source: the web host, the command line, tests. */
export function sourceModules(): HostModules {
  return {
    journalThread: new URL('./journal/journal-thread.ts', import.meta.url),
    vaultThread: new URL('../../node/vault/vault-thread.ts', import.meta.url),
    jobsThread: new URL('./jobs/jobs-thread.ts', import.meta.url),
    decodeChild: new URL('./decode/decode-child.ts', import.meta.url),
    backupThread: new URL('./backup/backup-thread.ts', import.meta.url),
    sampleChild: new URL('./sample/sample-child.ts', import.meta.url),
    recognizeChild: new URL('./recognition/recognize-child.ts', import.meta.url),
    exportChild: new URL('./text-export/export-child.ts', import.meta.url),
    textIndexThread: new URL('./text-index/text-index-thread.ts', import.meta.url),
    syncThread: new URL('./sync/sync-thread.ts', import.meta.url),
    syncFilesThread: new URL('./sync/files/files-thread.ts', import.meta.url),
    bundleThread: new URL('./bundle/bundle-thread.ts', import.meta.url),
  };
}
