import { archiveStoreRandom } from './archive-store-random.ts';
import { archiveStoreSuite } from './archive-store-suite.ts';
import { openMemoryArchive } from './memory-archive-under-test.ts';

const open = () => Promise.resolve(openMemoryArchive());

archiveStoreSuite('maps', open);
archiveStoreRandom('maps', open);
