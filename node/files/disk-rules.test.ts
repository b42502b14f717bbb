import { createHash, randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renameWithRetry, writeFileAtomic } from './atomic-write.ts';
import { diskCode, diskFailure } from './disk-trouble.ts';
import { isSafeFileName, safeFileName } from './file-names.ts';
import { hearSyncs } from './fixture-syncs.ts';
import { freeSpace } from './free-space.ts';
import { copyHashed, hashFile, PIECE_BYTES } from './hash-file.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disk-rules-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function errno(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('writing atomically', () => {
  it('replaces a file whole and leaves nothing else behind', async () => {
    const path = join(folder, 'a.json');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, 'two');
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  // What a sync was of is told by /proc alone.
  it.skipIf(process.platform !== 'linux')(
    'has the bytes on the disk before the name, and the name before it answers',
    async () => {
      const path = join(folder, 'a.json');
      const synced: string[] = [];
      const stop = await hearSyncs((each) => synced.push(each));
      try {
        await writeFileAtomic(path, 'one');
      } finally {
        stop();
      }
      expect(synced).toEqual([expect.stringMatching(/\.a\.json\.[0-9a-f]+\.tmp$/u), folder]);
    },
  );

  it('keeps the old file and takes its temporary one away when it cannot be put in place', async () => {
    const path = join(folder, 'a.json');
    await mkdir(join(path, 'in the way'), { recursive: true });
    await expect(writeFileAtomic(path, 'two')).rejects.toMatchObject({ code: 'WRONG_KIND_OF_FILE' });
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it('names a folder that is a file', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeFileAtomic(join(folder, 'file', 'a.json'), '')).rejects.toMatchObject({
      code: 'WRONG_KIND_OF_FILE',
    });
  });
});

describe('renaming while others hold the file', () => {
  const held = (times: number, code: string) => {
    let calls = 0;
    return {
      calls: () => calls,
      rename: () => (++calls <= times ? Promise.reject(errno(code)) : Promise.resolve()),
      wait: () => Promise.resolve(),
    };
  };

  it.each(['EPERM', 'EACCES', 'EBUSY'])('tries again on Windows after %s', async (code) => {
    const other = held(3, code);
    await renameWithRetry('a', 'b', { platform: 'win32', ...other });
    expect(other.calls()).toBe(4);
  });

  it('does not try again elsewhere when permission is missing', async () => {
    const other = held(3, 'EACCES');
    await expect(renameWithRetry('a', 'b', { platform: 'linux', ...other })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    });
    expect(other.calls()).toBe(1);
  });

  it('gives up in the end and says that the file is held', async () => {
    await expect(
      renameWithRetry('a', 'b', { platform: 'win32', ...held(1000, 'EPERM') }),
    ).rejects.toMatchObject({ code: 'FILE_BUSY' });
  });
});

describe('troubles of the disk', () => {
  it.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EACCES', 'NO_PERMISSION'],
    ['EROFS', 'READ_ONLY_DISK'],
    ['EIO', 'DISK_ERROR'],
    ['EFBIG', 'FILE_TOO_LARGE'],
  ])('%s is %s', (system, ours) => {
    expect(diskCode(errno(system))).toBe(ours);
    expect(diskFailure(errno(system), 'x')).toEqual({ ok: false, code: ours, details: { path: 'x' } });
  });

  it('reads the result codes of SQLite, extended ones too', () => {
    expect(diskCode({ errcode: 13 })).toBe('DISK_FULL');
    expect(diskCode({ errcode: 10 | (3 << 8) })).toBe('DISK_ERROR');
    expect(diskCode({ errcode: 1 })).toBeUndefined();
  });

  it('lets bugs through', () => {
    expect(() => diskFailure(new TypeError('x'), 'path')).toThrow(TypeError);
  });

  it('knows how much room there is', async () => {
    expect(await freeSpace(folder)).toBeGreaterThan(0);
    await expect(freeSpace(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});

describe('file names for every disk', () => {
  it.each([
    ['скан 1.tif', 'скан 1.tif'],
    ['CON', '_CON'],
    ['nul.tif', '_nul.tif'],
    ['COM¹.txt', '_COM¹.txt'],
    ['a<b>:c"/\\|?*.tif', 'a_b__c______.tif'],
    ['ends with dots...', 'ends with dots'],
    ['й.tif'.normalize('NFD'), 'й.tif'.normalize('NFC')],
    ['..', '_'],
    ['', '_'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('keeps the extension of a name that is too long', () => {
    const safe = safeFileName(`${'ұзын '.repeat(100)}.tiff`);
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200);
    expect(safe.endsWith('.tiff')).toBe(true);
  });

  it('is safe whatever comes, and safe names stay as they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const safe = safeFileName(name);
        expect(isSafeFileName(safe)).toBe(true);
        expect(safe).not.toMatch(/[<>:"/\\|?*]|^$|^\.\.?$|[. ]$/u);
      }),
    );
  });
});

describe('JSON files', () => {
  const schema = z.object({ language: z.string() });

  it('reads what it wrote', async () => {
    const path = join(folder, 'settings.json');
    await writeJsonFile(path, { language: 'kk' });
    expect(await readJsonFile(path, schema)).toEqual({ ok: true, value: { language: 'kk' } });
  });

  it('tells a missing file from a damaged one', async () => {
    expect(await readJsonFile(join(folder, 'none.json'), schema)).toMatchObject({ code: 'MISSING' });
  });

  it.each(['{', '{"language": 1}', '', '\u0000\u0000'])('sets %j aside and keeps it', async (text) => {
    const path = join(folder, 'settings.json');
    await writeFile(path, text);
    const read = await readJsonFile(path, schema);
    expect(read).toMatchObject({ ok: false, code: 'DAMAGED' });
    const [aside = ''] = await readdir(folder);
    expect(aside).toMatch(/^settings\.json\.damaged-/u);
    expect(await readFile(join(folder, aside), 'utf8')).toBe(text);
  });

  it('leaves a damaged file where it is for those who only read', async () => {
    await writeFile(join(folder, 'settings.json'), '{');
    const read = await readJsonFile(join(folder, 'settings.json'), schema, { setAside: false });
    expect(read).toMatchObject({ code: 'DAMAGED' });
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  it('takes the byte order mark of Windows editors', async () => {
    await writeFile(join(folder, 'settings.json'), '\uFEFF{"language":"ru"}');
    expect(await readJsonFile(join(folder, 'settings.json'), schema)).toMatchObject({ ok: true });
  });
});

describe('hashing and copying', () => {
  it.each([0, 1, PIECE_BYTES, PIECE_BYTES + 1, 7 * PIECE_BYTES + 12_345])(
    'copies %i bytes and knows their digests',
    async (length) => {
      const bytes = randomBytes(length);
      const [source, target] = [join(folder, 'source'), join(folder, 'target')];
      await writeFile(source, bytes);
      const expected = {
        sha256: createHash('sha256').update(bytes).digest('hex'),
        sha512: createHash('sha512').update(bytes).digest('hex'),
        size: length,
      };
      expect(await copyHashed(source, target)).toEqual(expected);
      expect((await readFile(target)).equals(bytes)).toBe(true);
      expect(await hashFile(target)).toEqual(expected);
    },
  );

  it('never waits for a pipe, and refuses folders', async () => {
    execFileSync('/usr/bin/mkfifo', [join(folder, 'pipe')]);
    await expect(hashFile(join(folder, 'pipe'))).rejects.toMatchObject({ code: 'WRONG_KIND_OF_FILE' });
    await expect(hashFile(folder)).rejects.toMatchObject({ code: 'WRONG_KIND_OF_FILE' });
    await symlink(join(folder, 'none'), join(folder, 'link'));
    await expect(hashFile(join(folder, 'link'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });

  it('names the file that is at fault', async () => {
    await writeFile(join(folder, 'source'), 'x');
    const target = join(folder, 'none', 'target');
    const trouble: unknown = await copyHashed(join(folder, 'source'), target).catch((e: unknown) => e);
    expect(trouble).toMatchObject({ code: 'FILE_MISSING', details: { path: target } });
  });
});
