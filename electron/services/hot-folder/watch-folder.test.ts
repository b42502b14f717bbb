import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSmallDisk } from '../../../test/fixtures/small-disk.ts';
import { createSightings } from './sightings.ts';
import { watchFolder, type FolderWatch } from './watch-folder.ts';

const DEADLINE_MS = 20_000;
const disk = findSmallDisk(4);

let root: string;
let folder: string;
let watch: FolderWatch | null = null;
let told: string[];
const listeners = new Set<() => void>();

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'qoima-watch-'));
  folder = path.join(root, 'scans');
  mkdirSync(folder);
  told = [];
});
afterEach(async () => {
  await watch?.stop();
  rmSync(root, { recursive: true, force: true });
});

function begin(): void {
  const sightings = createSightings(() => true);
  const tell = (line: string) => {
    told.push(line);
    for (const listener of listeners) listener();
  };
  watch = watchFolder({
    folder,
    sightings,
    lookInto: () => Promise.resolve({ isWhole: true }),
    onSeen(at) {
      for (const { name } of sightings.takeReady(at)) tell(name);
    },
    onAway: (isAway) => tell(isAway ? 'away' : 'here'),
  });
}

/** Waits until exactly this was told, in this order. */
function expectTold(...lines: string[]): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const look = () => {
      if (told.length < lines.length) return;
      clearTimeout(timer);
      listeners.delete(look);
      resolve();
    };
    const timer = setTimeout(() => {
      listeners.delete(look);
      reject(new Error(`told: ${told.join(', ')}`));
    }, DEADLINE_MS);
    listeners.add(look);
    look();
  }).then(() => expect(told).toEqual(lines));
}

const put = (name: string) => writeFileSync(path.join(folder, name), name);

describe('a watched folder', () => {
  it('tells what comes, and nothing twice when it was away', async () => {
    begin();
    await expectTold('here');
    put('1.png');
    await expectTold('here', '1.png');
    renameSync(folder, `${folder} away`);
    await expectTold('here', '1.png', 'away');
    expect(await watch?.isGone()).toBe(true);
    renameSync(`${folder} away`, folder);
    await expectTold('here', '1.png', 'away', 'here');
    put('2.png');
    await expectTold('here', '1.png', 'away', 'here', '2.png');
  });

  it('that is not there yet is waited for', async () => {
    rmSync(folder, { recursive: true });
    begin();
    await expectTold('away');
    mkdirSync(folder);
    put('1.png');
    await expectTold('away', 'here', '1.png');
  });

  it.skipIf(disk === null)('is gone with its disk, also when the empty mount point stays', async () => {
    disk?.mount(folder);
    begin();
    put('1.png');
    await expectTold('here', '1.png');
    disk?.unmount(folder);
    await expectTold('here', '1.png', 'away');
    disk?.mount(folder);
    await expectTold('here', '1.png', 'away', 'here');
    disk?.unmount(folder);
    await expectTold('here', '1.png', 'away', 'here', 'away');
  });
});
