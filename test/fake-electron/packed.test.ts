/** The program as electron-builder packs it: what is in the archive, the fuses of its binary, and that it starts from there. */
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newFolder, ROOT } from './bundled.ts';

const run = promisify(execFile);
const { folder, remove } = newFolder('packed', 'none');
const unpacked = path.join(folder, 'linux-unpacked');
const archive = path.join(unpacked, 'resources/app.asar');

beforeAll(async () => {
  if (!existsSync(path.join(ROOT, 'dist/renderer/files.json')))
    await node('node_modules/vite/bin/vite.js', 'build');
  await node('build/bundle-host.ts');
  await node('build/gather-models.ts');
  await node(
    'node_modules/electron-builder/cli.js',
    '--dir',
    '--linux',
    '--config.electronDist=dist/electron',
    `--config.directories.output=${folder}`,
  );
}, 120_000);
afterAll(remove);

async function node(...args: string[]): Promise<string> {
  const env = { ...process.env, QOIMA_DECODE: '1' };
  return (await run(process.execPath, args, { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 })).stdout;
}

test('the archive holds the program and what it needs, and no sources', () => {
  const files = listPackage(archive, { isPack: false });
  const own = files.filter((file) => !file.startsWith('/node_modules') && /\.\w+$/.test(file));
  const data = ['/dist/renderer/', '/dist/recognition/', '/dist/lexicon/'];
  expect(own.filter((file) => !data.some((folder) => file.startsWith(folder)))).toEqual([
    '/dist/host/backup-thread.cjs',
    '/dist/host/bundle-thread.cjs',
    '/dist/host/decode-child.cjs',
    '/dist/host/export-child.cjs',
    '/dist/host/files-thread.cjs',
    '/dist/host/jobs-thread.cjs',
    '/dist/host/journal-thread.cjs',
    '/dist/host/recognize-child.cjs',
    '/dist/host/sample-child.cjs',
    '/dist/host/sync-thread.cjs',
    '/dist/host/text-index-thread.cjs',
    '/dist/host/vault-thread.cjs',
    '/dist/shell/main.cjs',
    '/dist/shell/preload.cjs',
    '/package.json',
  ]);
  expect(own).toContain('/dist/renderer/files.json');
  for (const language of ['kaz', 'eng'])
    expect(own).toContain(`/dist/recognition/${language}.traineddata.gz`);
  expect(own).toContain('/dist/lexicon/lexicon.qlx.gz');
  expect(files.filter((file) => file.startsWith('/dist/lexicon/licences/')).length).toBeGreaterThan(1);
  expect(files.some((file) => file.endsWith('.ts') || file.startsWith('/node_modules/electron'))).toBe(false);
});

test('native code lies outside the archive, where the system can load it', () => {
  const outside = readdirSync(path.join(unpacked, 'resources/app.asar.unpacked'), {
    recursive: true,
    encoding: 'utf8',
  });
  expect(outside.filter((file) => file.endsWith('.node')).length).toBeGreaterThanOrEqual(2);
});

test('the fuses of the packed binary are as decided', async () => {
  const fuses = await getCurrentFuseWire(path.join(unpacked, 'qoima'));
  const on = FuseState.ENABLE;
  const off = FuseState.DISABLE;
  expect(fuses).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableCookieEncryption]: on,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
    [FuseV1Options.WasmTrapHandlers]: on,
  });
});

test('only the languages of the program are packed', () => {
  expect(readdirSync(path.join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'kk.pak', 'ru.pak']);
});

test('the program starts from the archive and keeps its promises there', async () => {
  const extracted = path.join(folder, 'extracted');
  // The dependencies of the sources must not stand in for what was forgotten in the archive.
  extractAll(archive, extracted);
  const out = await node(
    path.join(ROOT, 'test/fake-electron/boot-checks.ts'),
    path.join(extracted, 'dist'),
    path.join(folder, 'data'),
  );
  const results = JSON.parse(out) as Record<string, string | null>;
  expect(Object.entries(results).filter(([, wrong]) => wrong !== null)).toEqual([]);
  expect(Object.keys(results).length).toBeGreaterThan(15);
});
