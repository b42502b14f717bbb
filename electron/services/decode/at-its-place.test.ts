import { describe, expect, test } from 'vitest';
import { fail, ok, TroubleError } from '../../../shared/result.ts';
import { atItsPlace } from './at-its-place.ts';

/** A vault in which a file lies at these places, one look after the other; the last one lasts. */
function vaultWith(...places: string[]) {
  let looks = 0;
  const locate = async () => {
    const path = places[Math.min(looks++, places.length - 1)];
    return path === undefined ? null : { path, size: 1 };
  };
  return { locate: locate as never };
}

describe('a file that is moved while it is worked on', () => {
  test.each([
    ['answered', async () => fail('NO_PICTURE')],
    ['thrown', async () => Promise.reject(new TroubleError('FILE_MISSING'))],
  ])('is taken from its new place: %s', async (_, gone) => {
    const tried: string[] = [];
    const done = await atItsPlace(vaultWith('staging', 'object'), 'a', async (path) => {
      tried.push(path);
      return path === 'staging' ? gone() : ok('made');
    });
    expect(done).toEqual(ok('made'));
    expect(tried).toEqual(['staging', 'object']);
  });
});

describe('what fails where the file lies', () => {
  test('is told once', async () => {
    let times = 0;
    const work = async () => {
      times++;
      return fail('NO_PICTURE');
    };
    expect(await atItsPlace(vaultWith('object'), 'a', work)).toEqual(fail('NO_PICTURE'));
    expect(times).toBe(1);
  });

  test('is thrown on', async () => {
    const work = () => Promise.reject(new TroubleError('DISK_FULL'));
    await expect(atItsPlace(vaultWith('object'), 'a', work)).rejects.toMatchObject({ code: 'DISK_FULL' });
  });

  test('is no work where there is no file', async () => {
    expect(await atItsPlace(vaultWith(), 'a', async () => ok(1))).toEqual(fail('NOT_FOUND'));
  });
});
