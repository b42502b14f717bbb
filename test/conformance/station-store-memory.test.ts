import { openMemoryRows } from './memory-rows-under-test.ts';
import { stationRowsRandom } from './station-store-random.ts';
import { stationRowsSuite } from './station-store-suite.ts';

const open = () => Promise.resolve(openMemoryRows());

stationRowsSuite('maps', open);
stationRowsRandom('maps', open);
