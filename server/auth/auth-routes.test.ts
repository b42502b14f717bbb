import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { ENROL_PREFIX, TOKEN_PREFIX, type TokenAnswer } from '../../shared/sync/wire/access.ts';
import {
  PASSWORD,
  askToken,
  post,
  startTrialServer,
  trialKey,
  type TrialServer,
} from '../../test/fixtures/trial-server.ts';

let server: TrialServer;
const ARCHIVE = newId();
const WRONG_CODE = 'ABCDE-ABCDE-ABCDE-ABCDE';

beforeEach(async () => {
  server = await startTrialServer({
    limits: { codeRate: { burst: 4, perSecond: 0.001 }, passwordRate: { burst: 4, perSecond: 0.001 } },
  });
});
afterEach(() => server.close());

async function problemOf(response: Response): Promise<{ status: number; code: unknown }> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const { code } = (await response.json()) as { code: unknown };
  return { status: response.status, code };
}

function claimOf(more: object = {}): object {
  const { code } = server.admin.makeCode(1, 7);
  return { code, key: '', name: 'Desk 1', machine: 'm', archive: ARCHIVE, ...more };
}

describe('enrolment', () => {
  test('a station founds the archive under its own id, and hears the same again when the answer was lost', async () => {
    const key = trialKey();
    const body = key.signed(ENROL_PREFIX, claimOf({ key: key.text }));
    const first = await (await post(`${server.url}/v1/enrol`, body)).json();
    expect(first).toMatchObject({ archive: { id: ARCHIVE, name: 'Aktobe' }, founded: true });
    const again = (await (await post(`${server.url}/v1/enrol`, body)).json()) as { device: string };
    expect(again.device).toBe((first as { device: string }).device);
  });

  test('whoever has a code and not the key learns nothing of the code', async () => {
    const [mine, other] = [trialKey(), trialKey()];
    for (const code of [server.admin.makeCode(1, 7).code, WRONG_CODE]) {
      const claim = claimOf({ key: mine.text, code });
      const answer = await post(`${server.url}/v1/enrol`, other.signed(ENROL_PREFIX, claim));
      expect(await problemOf(answer)).toEqual({ status: 403, code: 'SIGNATURE_WRONG' });
    }
    const token = await post(
      `${server.url}/v1/enrol`,
      mine.signed(TOKEN_PREFIX, claimOf({ key: mine.text })),
    );
    expect(await problemOf(token)).toEqual({ status: 403, code: 'SIGNATURE_WRONG' });
  });

  test('codes are not to be guessed', async () => {
    const key = trialKey();
    const guess = (code: string) =>
      post(`${server.url}/v1/enrol`, key.signed(ENROL_PREFIX, claimOf({ key: key.text, code })));
    for (let i = 0; i < 4; i++) {
      expect(await problemOf(await guess(WRONG_CODE))).toEqual({ status: 403, code: 'CODE_UNKNOWN' });
    }
    const limited = await guess(WRONG_CODE);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemOf(limited)).toEqual({ status: 429, code: 'TOO_MANY_REQUESTS' });
  });

  test('the refusals of a station that does not belong there come through', async () => {
    const key = trialKey();
    const enrol = (more: object) =>
      post(`${server.url}/v1/enrol`, key.signed(ENROL_PREFIX, claimOf({ key: key.text, ...more })));
    expect(await problemOf(await enrol({ archive: null }))).toEqual({ status: 409, code: 'NOT_FOUNDED' });
    await server.device({ archive: ARCHIVE });
    const foreign = await enrol({ archive: newId() });
    expect(await problemOf(foreign)).toEqual({ status: 409, code: 'ARCHIVE_FOREIGN' });
  });
});

describe('tokens', () => {
  test('a person signs in on a device and goes on by refresh tokens, each good once', async () => {
    const { id, key, tokens } = await server.device();
    expect(tokens).toMatchObject({ person: { login: 'aigul', name: 'Aigul' }, archive: { name: 'Aktobe' } });
    expect(tokens.expiresIn).toBeGreaterThan(600);
    const refresh = async (text: string) => askToken(server.url, id, key, { kind: 'refresh', refresh: text });
    const next = (await (await refresh(tokens.refresh)).json()) as TokenAnswer;
    expect(next.refresh).not.toBe(tokens.refresh);
    const third = (await (await refresh(next.refresh)).json()) as TokenAnswer;
    // The first one again, long used up: it was stolen, and nobody goes on with any of them.
    expect(await problemOf(await refresh(tokens.refresh))).toEqual({ status: 401, code: 'SIGN_IN' });
    expect(await problemOf(await refresh(third.refresh))).toEqual({ status: 401, code: 'SIGN_IN' });
  });

  test('a challenge is good once and for its device only; no clock of the station is asked', async () => {
    const [one, two] = [await server.device(), await server.device()];
    const { challenge } = (await (await post(`${server.url}/v1/challenge`, { device: one.id })).json()) as {
      challenge: string;
    };
    const grant = { kind: 'password', login: 'aigul', password: PASSWORD };
    const ask = (device: typeof one) =>
      post(
        `${server.url}/v1/token`,
        device.key.signed(TOKEN_PREFIX, { device: device.id, challenge, grant }),
      );
    expect(await problemOf(await ask(two))).toEqual({ status: 401, code: 'CHALLENGE_STALE' });
    const atOnce = await Promise.all([ask(one), ask(one)]);
    expect(atOnce.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 401]));
    expect(await problemOf(await ask(one))).toEqual({ status: 401, code: 'CHALLENGE_STALE' });
  });

  test('unknown device, foreign key and changed claim look alike; wrong password and login too', async () => {
    const { id, key } = await server.device();
    const good = { kind: 'password', login: 'aigul', password: PASSWORD };
    const unknown = await askToken(server.url, newId(), key, good);
    const foreign = await askToken(server.url, id, trialKey(), good);
    expect(await unknown.text()).toBe(await foreign.text());
    const answers = [
      await askToken(server.url, id, key, { ...good, password: 'wrong' }),
      await askToken(server.url, id, key, { ...good, login: 'nobody' }),
      await askToken(server.url, id, key, { kind: 'refresh', refresh: 'nothing' }),
    ];
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('"SIGN_IN"');
  });

  test('passwords are not to be guessed, and the right one clears the count', async () => {
    const { id, key } = await server.device();
    const guess = (password: string) =>
      askToken(server.url, id, key, { kind: 'password', login: 'aigul', password });
    for (let i = 0; i < 3; i++) expect((await guess('wrong')).status).toBe(401);
    expect((await guess(PASSWORD)).status).toBe(200);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await guess('wrong')).status);
    expect(statuses).toContain(429);
  });

  test('a revoked device is out at once, with its tokens', async () => {
    const { id, key, tokens, call } = await server.device();
    server.admin.revokeDevice(id);
    expect((await call('hello', {})).status).toBe(401);
    const again = await askToken(server.url, id, key, { kind: 'refresh', refresh: tokens.refresh });
    expect(await problemOf(again)).toEqual({ status: 401, code: 'DEVICE_REVOKED' });
    // Nobody else hears that this device was ever known.
    const foreign = await askToken(server.url, id, trialKey(), { kind: 'refresh', refresh: tokens.refresh });
    expect(await problemOf(foreign)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  });

  test('signing out ends the refresh tokens', async () => {
    const { id, key, tokens } = await server.device();
    const headers = { authorization: `Bearer ${tokens.access}` };
    const out = await post(`${server.url}/v1/sign-out`, { refresh: tokens.refresh }, headers);
    expect(out.status).toBe(204);
    const again = await askToken(server.url, id, key, { kind: 'refresh', refresh: tokens.refresh });
    expect(await problemOf(again)).toEqual({ status: 401, code: 'SIGN_IN' });
  });
});
