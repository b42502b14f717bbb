/** The process that draws the sample archive: it takes seconds of CPU, which the host must not give. */
import { childPort } from '../../../node/calls/child.ts';
import { serveCalls } from '../../../node/calls/serve.ts';
import { diskTrouble } from '../../../node/files/disk-trouble.ts';
import { drawFile } from './draw-file.ts';
import { drawMap, type MapSize } from './draw-map.ts';
import type { Drawing } from './sample-plan.ts';

const calls = {
  ping: () => null,
  /** Resident memory in bytes. */
  memory: () => process.memoryUsage.rss(),
  /** Answers the file's size in bytes. */
  file: ({ path, name, drawing }: { path: string; name: string; drawing: Drawing }) =>
    orTrouble(path, () => drawFile(path, name, drawing)),
  map: ({ path, size }: { path: string; size: MapSize }) => orTrouble(path, () => drawMap(path, size)),
};

export type SampleCalls = typeof calls;

async function orTrouble<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw diskTrouble(error, path);
  }
}

serveCalls(childPort(), calls);
