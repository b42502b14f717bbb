import { archiveStoreSuite } from './archive-store-suite.ts';
import { openMemoryArchive } from './memory-archive-under-test.ts';

archiveStoreSuite('maps', () => Promise.resolve(openMemoryArchive()));
