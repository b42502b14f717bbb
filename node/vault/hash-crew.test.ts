import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHashCrew, type HashCrew } from './hash-crew.ts';
import { sha256 } from './fixture-vault.ts';

let folder: string;
let crew: HashCrew;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crew-'));
  const thread = join(folder, 'ill-thread.ts');
  const here = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
  writeFileSync(
    thread,
    `import { serveHashing } from ${here('./hash-crew.ts')};
     import { threadPort } from ${here('../calls/thread.ts')};
     const port = threadPort();
     port.onMessage(({ input }) => { if (input.bytes?.length === 3) throw new Error('ill'); });
     serveHashing(port);`,
  );
  crew = createHashCrew(pathToFileURL(thread));
});
afterAll(() => {
  crew.close();
  rmSync(folder, { recursive: true, force: true });
});

it('hashes on with new threads when some have died', async () => {
  // One thread each, so that the one that is waited for is the one that dies.
  for (let i = 0; i < 2; i++) {
    const ill = crew.newCheck();
    await expect(ill.update(Buffer.from('ill'))).rejects.toMatchObject({ code: 'WORKER_GONE' });
    ill.forget();
  }
  for (let i = 0; i < 6; i++) {
    const sink = crew.newSink();
    await sink.update(Buffer.from('leaf'));
    expect((await sink.digests()).sha256).toBe(sha256('leaf'));
  }
});
