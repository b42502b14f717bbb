import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../../shared/must.ts';
import { draftSmallObject, writeDraft } from '../../../node/ocfl/fixture-object.ts';
import {
  BATCH,
  bringIn,
  makeVaultPlace,
  sha256,
  type VaultPlace,
} from '../../../node/vault/fixture-vault.ts';
import { run } from './vault-verify.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function verify(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const exit = await run(args, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    dataFolder: folder,
  });
  return { exit, out, err };
}

async function verifyJson(path: string): Promise<unknown> {
  const { out } = await verify(path, '--json');
  expect(out).toHaveLength(1);
  return JSON.parse(out[0] ?? '');
}

describe('vault verify', () => {
  it('answers with path, validity and codes for an object', async () => {
    await writeDraft(folder, draftSmallObject());
    expect(await verify(folder, '--json')).toMatchObject({ exit: 0 });
    expect(await verifyJson(folder)).toEqual({ path: folder, valid: true, codes: [] });
    await writeFile(join(folder, 'v1', 'content', 'a.tif'), 'x');
    await writeFile(join(folder, 'extra'), 'x');
    expect(await verifyJson(folder)).toEqual({ path: folder, valid: false, codes: ['E001', 'E092'] });
  });

  it('says in words what is wrong and where', async () => {
    const draft = draftSmallObject();
    draft.files['v1/content/a.tif'] = 'x';
    await writeDraft(folder, draft);
    const { exit, out } = await verify(folder);
    expect(exit).toBe(1);
    expect(out.join('\n')).toContain('NOT VALID');
    expect(out.join('\n')).toContain('E092 a content file is missing or has other bytes');
    expect(out.join('\n')).toContain('v1/content/a.tif');
  });

  it.each([
    ['FILE_MISSING', 'none'],
    ['WRONG_KIND_OF_FILE', 'file'],
  ])('%s is an answer too', async (code, name) => {
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, name);
    expect(await verifyJson(path)).toEqual({ path, valid: false, codes: [code] });
    expect(await verify(path)).toMatchObject({ exit: 1, out: [] });
  });

  it('says how it is called when it is called wrongly', async () => {
    expect(await verify('a', 'b')).toMatchObject({ exit: 2, out: [] });
    expect(await verify('--fast')).toMatchObject({ exit: 2, out: [] });
  });
});

describe('vault verify of a vault', () => {
  let place: VaultPlace;
  beforeEach(async () => {
    place = await makeVaultPlace();
  });
  afterEach(() => place.remove());

  it('counts its objects, reads staging too, and finds what has rotted in either', async () => {
    const vault = await place.open();
    await bringIn(vault, BATCH, ['sealed']);
    await vault.seal(BATCH);
    await bringIn(vault, BATCH.replace('c', 'd'), ['open']);
    const path = place.folder;
    expect(await verifyJson(path)).toEqual({ path, valid: true, codes: [], objects: 1 });
    expect((await verify(path)).out[0]).toContain('1 file(s) in staging: valid');
    for (const text of ['sealed', 'open']) {
      await writeFile(must(await vault.locate(sha256(text)), 'kept').path, 'rotten');
    }
    expect(await verifyJson(path)).toEqual({
      path,
      valid: false,
      codes: ['E092', 'E093', 'VAULT_BYTES_CHANGED'],
      objects: 1,
    });
  });
});
