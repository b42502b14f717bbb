import { openMemoryRows } from './memory-rows-under-test.ts';
import { stationRowsSuite } from './station-store-suite.ts';

stationRowsSuite('maps', () => Promise.resolve(openMemoryRows()));
