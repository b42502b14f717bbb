import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, manifest, touch } from './fixture-edits.ts';
import { FAULTS_OF_CONTENT } from './fixture-faults-of-content.ts';
import { FAULTS_OF_FORM } from './fixture-faults-of-form.ts';
import { draftObject, draftSmallObject, writeDraft, type ObjectDraft } from './fixture-object.ts';
import { validateObject } from './validate-object.ts';
import { buildInventory, writeObjectFiles } from './write-object.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocfl-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function codesOf(draft: ObjectDraft): Promise<string[]> {
  const place = join(folder, 'object');
  await writeDraft(place, draft);
  return (await validateObject(place)).findings.map(({ code }) => code);
}

it('finds nothing in a sound object of two versions, nor in one of one', async () => {
  expect(await codesOf(draftObject())).toEqual([]);
  await rm(join(folder, 'object'), { recursive: true });
  expect(await codesOf(draftSmallObject())).toEqual([]);
});

it('finds nothing in what our writer writes', async () => {
  const bytes = 'a leaf';
  const digest = (name: string) => createHash(name).update(bytes).digest('hex');
  const inventory = buildInventory(
    {
      id: 'urn:uuid:0190d1b2-0000-7000-8000-000000000002',
      created: new Date().toISOString(),
      message: 'Ф. 1 Оп. 2 Д. 3',
      user: { name: 'Aigul', address: 'urn:uuid:0190d1b2-0000-7000-8000-000000000003' },
    },
    [
      {
        contentName: 'f000000.tif',
        sha256: digest('sha256'),
        sha512: digest('sha512'),
        logicalPaths: ['іс/парақ 1.tif', 'іс/парақ 1 (2).tif'],
      },
    ],
  );
  await writeObjectFiles(folder, inventory);
  await writeFile(join(folder, 'v1', 'content', 'f000000.tif'), bytes);
  expect((await validateObject(folder)).findings).toEqual([]);
});

describe('an object with one fault', () => {
  it.each([...FAULTS_OF_FORM, ...FAULTS_OF_CONTENT])('%s: %s', async (codes, _what, make) => {
    expect((await codesOf(make())).join(' ')).toBe(codes);
  });
});

describe('an object made to do harm', () => {
  it('is not followed out of its folder', async () => {
    await writeFile(join(folder, 'outside'), 'first leaf');
    const draft = touch(edit(manifest(['v1/content/a.tif', 'v1/away/outside', '../outside'])), (d) => {
      d.links['v1/away'] = '../..';
    });
    expect(await codesOf(draft)).toEqual(['E090', 'E092', 'E099']);
  });

  it.each([
    ['deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['not UTF-8', '{"id":"\ud800"}'],
    ['with keys of the language', '{"__proto__":{"id":"x"},"constructor":1,"toString":2}'],
    [
      'with wrong shapes everywhere',
      JSON.stringify({
        id: {},
        type: [],
        digestAlgorithm: {},
        head: [],
        manifest: { a: { b: 1 } },
        versions: { v1: [1], __proto__: null, '../..': {} },
        fixity: { md5: { a: 'x' }, '../x': 1 },
      }),
    ],
    ['with an algorithm that is a path', JSON.stringify({ digestAlgorithm: '../../../etc/passwd' })],
    [
      'with zero bytes in paths',
      JSON.stringify({
        manifest: { a: ['v1/content/\u0000'] },
        versions: { v1: { state: { a: ['\u0000'] } } },
        digestAlgorithm: 'sha512',
      }),
    ],
  ])('is judged, not obeyed: an inventory %s', async (_name, text) => {
    const codes = await codesOf(touch(draftSmallObject(), (d) => (d.inventories[''] = text)));
    expect(codes.some((code) => code.startsWith('E'))).toBe(true);
  });

  it('does not wait for a pipe among the content', async () => {
    await writeDraft(join(folder, 'object'), draftSmallObject());
    execFileSync('/usr/bin/mkfifo', [join(folder, 'object', 'v1', 'content', 'pipe')]);
    const { findings } = await validateObject(join(folder, 'object'));
    expect(findings.map(({ code }) => code)).toEqual(['E023']);
  });

  it('cannot fill the memory with findings', async () => {
    const paths = Array.from({ length: 5000 }, (_, i) => `v1/content/none ${i}`);
    await writeDraft(join(folder, 'object'), edit(manifest(paths)));
    const { findings } = await validateObject(join(folder, 'object'));
    expect(findings.every(({ where }) => where.length <= 5)).toBe(true);
    expect(findings.find(({ code }) => code === 'E092')?.times).toBe(5000);
  });
});
