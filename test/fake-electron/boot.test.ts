/** The built shell under the fake: every promise of `docs/security.md` holds, and every seeded fault is noticed. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleShell, newFolder, ROOT } from './bundled.ts';
import { FAULTS, type Fault } from './faults.ts';

const { folder, remove } = newFolder('boot');
let dist: string;

beforeAll(async () => {
  dist = await bundleShell(folder);
});
afterAll(remove);

/** What the boot checks found: by check, null or what is wrong. */
async function boot(
  distFolder: string,
  dataFolder: string,
  environment: Record<string, string> = {},
): Promise<Record<string, string | null>> {
  const script = path.join(ROOT, 'test/fake-electron/boot-checks.ts');
  const child = spawn(process.execPath, [script, distFolder, dataFolder], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (out === '') throw new Error(errors);
  return JSON.parse(out) as Record<string, string | null>;
}

/** A copy of the built program with one fault in it; what the fault does not touch is only pointed to. */
function seed(fault: Fault, index: number): string {
  const copy = path.join(folder, `fault-${index}`);
  mkdirSync(copy);
  for (const part of ['host', 'renderer']) symlinkSync(path.join(dist, part), path.join(copy, part));
  cpSync(path.join(dist, 'shell'), path.join(copy, 'shell'), { recursive: true });
  const file = path.join(copy, 'shell', fault.file);
  const code = readFileSync(file, 'utf8');
  const changed = code.replaceAll(fault.from, fault.to);
  expect(changed, `the fault "${fault.name}" still applies`).not.toBe(code);
  writeFileSync(file, changed);
  return copy;
}

test('the shell keeps all its promises', async () => {
  const results = await boot(dist, path.join(folder, 'data'), { QOIMA_DECODE: '1' });
  expect(Object.values(results).length).toBeGreaterThan(15);
  expect(Object.entries(results).filter(([, wrong]) => wrong !== null)).toEqual([]);
});

test('the shell opens nothing outside itself', () => {
  const code = readFileSync(path.join(dist, 'shell/main.cjs'), 'utf8');
  expect(code).not.toMatch(/openExternal|openPath|showItemInFolder|setAsDefaultProtocolClient/);
});

test.concurrent.each(FAULTS.map((fault, index) => [fault.name, fault, index] as const))(
  'it is noticed when %s',
  async (_name, fault, index) => {
    const results = await boot(seed(fault, index), path.join(folder, `data-${index}`), {
      QOIMA_START_MS: '3000',
    });
    expect(results[fault.caughtBy]).toBeTypeOf('string');
  },
);
