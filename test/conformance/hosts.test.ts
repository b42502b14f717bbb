/** One table for both hosts: a window must not be able to tell which of them it talks to. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import sharp from 'sharp';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shellHost, webHost, type HostUnderTest } from './host-under-test.ts';
import { bundleShell, newFolder } from '../fake-electron/bundled.ts';
import { PAGE_POLICY } from '../../electron/services/http/headers.ts';
import { CONTRACT_VERSION } from '../../shared/rpc/version.ts';

const { folder, remove } = newFolder('hosts');
const hosts: Record<string, HostUnderTest> = {};
let scan: Buffer;
let sha256: string;

beforeAll(async () => {
  const dist = await bundleShell(folder);
  hosts['shell'] = await shellHost(dist, path.join(folder, 'shell-data'));
  hosts['web'] = await webHost(path.join(dist, 'renderer'), path.join(folder, 'web-data'));
  // Noise does not shrink, so the file is large enough for ranges.
  scan = await sharp({
    create: {
      width: 400,
      height: 300,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 128, sigma: 50 },
    },
  })
    .png()
    .toBuffer();
  sha256 = createHash('sha256').update(scan).digest('hex');
});
afterAll(async () => {
  for (const host of Object.values(hosts)) await host.stop();
  remove();
});

const tag = newId();
const change = {
  id: newId(),
  command: 'tag.create',
  edits: [{ rec: tag, t: 'tag', k: 'new', f: { 'label/kk': 'Қостанай' }, p: {} }],
};

type Case = readonly [name: string, method: string, input: unknown, wanted: object];

const CASES: readonly Case[] = [
  ['says what it is', 'app.info', {}, { ok: true, value: { contract: CONTRACT_VERSION, notices: [] } }],
  ['refuses an unknown call', 'fs.rm', {}, { ok: false, code: 'UNKNOWN_METHOD' }],
  ['refuses an inherited name', 'toString', {}, { ok: false, code: 'UNKNOWN_METHOD' }],
  ['refuses a key too many', 'app.info', { x: 1 }, { ok: false, code: 'BAD_INPUT' }],
  [
    'refuses a wrong value',
    'settings.write',
    { language: 'xx' },
    { ok: false, code: 'BAD_INPUT', details: { field: 'language', fault: 'invalid_value' } },
  ],
  ['refuses no input', 'journal.head', null, { ok: false, code: 'BAD_INPUT' }],
  [
    'refuses a number out of bounds',
    'journal.changes',
    { after: 0, limit: 0 },
    { ok: false, code: 'BAD_INPUT' },
  ],
  ['begins empty', 'journal.head', {}, { ok: true, value: { undoable: { undo: null, redo: null } } }],
  ['has nothing to undo', 'journal.undo', {}, { ok: false, code: 'NOTHING_TO_UNDO' }],
  ['writes a change', 'journal.commit', change, { ok: true, value: { undoable: { undo: 'tag.create' } } }],
  [
    'writes the same change once',
    'journal.commit',
    change,
    { ok: true, value: { undoable: { undo: 'tag.create' } } },
  ],
  [
    'gives it back',
    'journal.changes',
    { after: 0, limit: 100 },
    { ok: true, value: { states: [{ id: tag, t: 'tag' }] } },
  ],
  ['undoes it', 'journal.undo', {}, { ok: true, value: { undoable: { undo: null, redo: 'tag.create' } } }],
  [
    'does it again',
    'journal.redo',
    {},
    { ok: true, value: { undoable: { undo: 'tag.create', redo: null } } },
  ],
  ['keeps settings', 'settings.write', { language: 'kk' }, { ok: true, value: { language: 'kk' } }],
  ['knows no such import', 'import.finish', { import: newId() }, { ok: false, code: 'NO_SUCH_IMPORT' }],
  ['has no jobs', 'job.list', {}, { ok: true, value: { jobs: [] } }],
];

/** Everything that `wanted` names is there; lists may hold more, because an archive begins with records of its own. */
function fit(found: unknown, wanted: unknown): void {
  if (Array.isArray(wanted)) {
    const parts = wanted.map((part: object) => expect.objectContaining(part) as unknown);
    expect(found).toEqual(expect.arrayContaining(parts));
  } else if (typeof wanted === 'object' && wanted !== null) {
    for (const [key, value] of Object.entries(wanted)) fit((found as Record<string, unknown>)[key], value);
  } else {
    expect(found).toEqual(wanted);
  }
}

describe.each(['shell', 'web'])('the %s host', (name) => {
  const host = (): HostUnderTest => hosts[name] as HostUnderTest;

  test.each(CASES)('%s', async (_name, method, input, wanted) => {
    const reply = await host().call(method, input);
    fit(reply, wanted);
  });

  test('tells its windows what was written', async () => {
    const head = await host().call('journal.head', {});
    const { n } = (head as { value: { n: number } }).value;
    const told = await host().told(
      ({ event, value }) => event === 'journal.grew' && (value as { n: number }).n === n,
    );
    expect(told.value).toEqual({ n });
  });

  test('serves the page with the strict policy, and nothing beside it', async () => {
    const page = await host().fetch('/');
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([200, PAGE_POLICY]);
    expect((await host().fetch('/assets/page.js')).headers.get('content-type')).toMatch(/^text\/javascript/);
    for (const target of [
      '/files.json',
      '/../../etc/passwd',
      '/%2e%2e/journal.db',
      '/file/x',
      '/picture/x/0/thumb',
    ]) {
      expect([target, (await host().fetch(target)).status]).toEqual([target, 404]);
    }
    expect((await host().fetch('/', { method: 'DELETE' })).status).toBe(405);
  });

  test('takes a file in as a stream and gives it back, whole and in ranges', async () => {
    const begun = await host().call('import.begin', { source: 'scans', parent: null });
    const { import: id } = (begun as { value: { import: string } }).value;
    const files = [
      { path: 'a.png', size: scan.length },
      { path: 'note.txt', size: 5 },
      { path: 'never.png', size: 5 },
    ];
    fit(await host().call('import.expect', { import: id, files }), { ok: true, value: { first: 0 } });
    const put = (no: number, body: BodyInit): Promise<Response> =>
      host().fetch(`/import/${id}/${no}`, { method: 'PUT', body });
    const streamed = new Response(new Blob([new Uint8Array(scan)])).body;
    const first = await host().fetch(`/import/${id}/0`, {
      method: 'PUT',
      body: streamed,
      duplex: 'half',
    } as RequestInit);
    expect(first.status).toBe(204);
    expect((await put(1, 'words')).status).toBe(204);
    const again = await put(1, 'words');
    expect([again.status, await again.json()]).toMatchObject([422, { code: 'ALREADY_HERE' }]);
    const unknown = await put(99, 'words');
    expect([unknown.status, await unknown.json()]).toMatchObject([422, { code: 'NO_SUCH_FILE' }]);
    fit(await host().call('import.finish', { import: id }), { ok: true, value: { seen: 3 } });
    await host().told(
      ({ event, value }) => event === 'import.changed' && (value as { state: string }).state === 'done',
    );
    fit(await host().call('import.report', { import: id, after: -1, limit: 10 }), {
      ok: true,
      value: {
        report: { state: 'done', seen: 3, stored: 1, known: 0, refused: 2, open: 0 },
        files: [
          { no: 0, state: 'stored', sha256, pages: 1 },
          { no: 1, state: 'refused', code: 'NO_SCAN_BESIDE' },
          { no: 2, state: 'refused', code: 'NEVER_ARRIVED' },
        ],
      },
    });

    const whole = await host().fetch(`/file/${sha256}`);
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await whole.arrayBuffer()).equals(scan)).toBe(true);
    const ask = (range: string): Promise<Response> => host().fetch(`/file/${sha256}`, { headers: { range } });
    for (const [range, from, to] of [
      ['bytes=0-0', 0, 1],
      ['bytes=100-299', 100, 300],
      [`bytes=${scan.length - 10}-`, scan.length - 10, scan.length],
      ['bytes=-10', scan.length - 10, scan.length],
    ] as const) {
      const part = await ask(range);
      expect([range, part.status]).toEqual([range, 206]);
      expect(part.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${scan.length}`);
      expect(Buffer.from(await part.arrayBuffer()).equals(scan.subarray(from, to))).toBe(true);
    }
    expect((await ask(`bytes=${scan.length}-`)).status).toBe(416);
    const thumb = await host().fetch(`/picture/${sha256}/0/thumb`);
    expect([thumb.status, (await sharp(await thumb.arrayBuffer()).metadata()).width]).toEqual([
      200,
      expect.any(Number),
    ]);
    expect((await host().fetch(`/picture/${'0'.repeat(64)}/0/thumb`)).status).toBe(404);
  });

  test('cuts a large picture into tiles when it is looked at', async () => {
    const map = await sharp({ create: { width: 3300, height: 700, channels: 3, background: '#b09060' } })
      .png()
      .toBuffer();
    const mapSha = createHash('sha256').update(map).digest('hex');
    const begun = await host().call('import.begin', { source: 'maps', parent: null });
    const { import: id } = (begun as { value: { import: string } }).value;
    await host().call('import.expect', { import: id, files: [{ path: 'm.png', size: map.length }] });
    await host().fetch(`/import/${id}/0`, { method: 'PUT', body: new Uint8Array(map) });
    await host().call('import.finish', { import: id });
    await host().told(
      ({ event, value }) =>
        event === 'import.changed' &&
        (value as { import: string; state: string }).import === id &&
        (value as { state: string }).state === 'done',
    );
    const state = async (hash: string): Promise<unknown> => {
      const response = await host().fetch(`/tiles/${hash}/0?wait=1`);
      return response.status === 200 ? await response.json() : response.status;
    };
    expect(await state(mapSha)).toEqual({
      state: 'ready',
      width: 3300,
      height: 700,
      tileSize: 512,
      levels: 4,
      version: 1,
    });
    expect(await state(sha256)).toEqual({ state: 'none', code: 'SMALL' });
    expect(await state('0'.repeat(64))).toBe(404);
    const tile = await host().fetch(`/tile/${mapSha}/0/3/6/1?v=1`);
    expect([tile.status, tile.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(await sharp(await tile.arrayBuffer()).metadata()).toMatchObject({ width: 512, height: 512 });
    expect((await host().fetch(`/tile/${mapSha}/0/3/7/1?v=1`)).status).toBe(404);
    await host().told(
      ({ event, value }) =>
        event === 'jobs.changed' &&
        (value as { jobs: { kind: string; state: string }[] }).jobs.some(
          ({ kind, state: of }) => kind === 'tiles' && of === 'done',
        ),
    );
  });
});

test('both hosts answer app.info alike, but for what is theirs', async () => {
  const infos = await Promise.all(
    Object.values(hosts).map(async (host) => {
      const reply = (await host.call('app.info', {})) as { value: Record<string, unknown> };
      const { archive: _a, person: _p, replica: _r, dataFolder: _d, version: _v, ...common } = reply.value;
      return common;
    }),
  );
  expect(infos[0]).toMatchObject({ settings: { language: 'kk' } });
  const { capabilities: shellCan, ...shellRest } = infos[0] as { capabilities: object };
  const { capabilities: webCan, ...webRest } = infos[1] as { capabilities: object };
  expect(shellRest).toEqual(webRest);
  expect({ ...shellCan, hasNativeMenu: false, canPickFolder: false }).toEqual(webCan);
});
