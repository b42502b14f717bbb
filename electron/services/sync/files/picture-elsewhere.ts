/** Pictures of scans whose bytes are not here: asked of the centre, or said where they are. */
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { PictureKey } from '../../../../shared/sync/files/wire-files.ts';
import type { PicturesHere } from './pictures-here.ts';
import { endsRound, type FilesMeans } from './round-means.ts';

/** A person waits. */
const DEADLINE_MS = 10_000;
/** An answer that there is nothing holds for so long: a list asks for hundreds. */
const REMEMBERED_MS = 30_000;
/** One page is looked at, and it may come to the centre meanwhile. */
const READING_REMEMBERED_MS = 2000;
const MOST_REMEMBERED = 5000;

/**
 * Codes: FILE_NOT_UPLOADED with `station` (nobody has sent it yet; empty when it is not known whose it is), FILE_ELSEWHERE (the scan is at
 * the centre, a picture of it is not), CENTRE_AWAY (it cannot be asked now), NOT_FOUND.
 */
export function elsewherePicture(deps: {
  means(): FilesMeans | null;
  readonly pictures: PicturesHere;
  deviceName(device: string): string | null;
}): (key: PictureKey) => Promise<Result<null, string>> {
  const answers = new Map<string, { readonly at: number; readonly answer: Result<null, string> }>();

  async function ask(key: PictureKey): Promise<Result<null, string>> {
    const means = deps.means();
    if (means === null) return fail('CENTRE_AWAY');
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const got = await means.centre.pictures([key], signal);
    if (!got.ok) return fail(endsRound(got.code) ? 'CENTRE_AWAY' : got.code);
    const [picture] = got.value;
    if (picture !== undefined) {
      await deps.pictures.put(key, picture.bytes);
      await means.store.picturesTold({ pictures: [key], state: 'got' });
      return ok(null);
    }
    const state = await means.centre.state([key.master], signal);
    if (!state.ok) return fail('CENTRE_AWAY');
    if (state.value.verified.length > 0) return fail('FILE_ELSEWHERE');
    if (state.value.missing.length === 0) return fail('NOT_FOUND');
    const device = state.value.from[key.master];
    const station = device === undefined ? null : deps.deviceName(device);
    return fail('FILE_NOT_UPLOADED', { station: station ?? '' });
  }

  return async (key) => {
    const name = `${key.master}/${key.page}/${key.size}`;
    const known = answers.get(name);
    const holds = key.size === 'reading' ? READING_REMEMBERED_MS : REMEMBERED_MS;
    if (known !== undefined && performance.now() - known.at < holds) return known.answer;
    const answer = await ask(key);
    answers.delete(name);
    if (!answer.ok) {
      if (answers.size >= MOST_REMEMBERED) answers.clear();
      answers.set(name, { at: performance.now(), answer });
    }
    return answer;
  };
}
