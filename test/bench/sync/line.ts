/** The server alone, over HTTP from this process: ops pushed into its log, and its log pulled page by page. */
import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { v7 as newId } from 'uuid';
import { createServerProcess } from '../../fixtures/server-process.ts';
import { LOGIN, PASSWORD } from '../../fixtures/sync-world.ts';
import { trialWriter } from '../../fixtures/trial-ops.ts';
import { askToken, post, trialKey } from '../../fixtures/trial-server.ts';
import { ENROL_PREFIX, type EnrolAnswer, type TokenAnswer } from '../../../shared/sync/wire/access.ts';
import type { PullPage, PushAnswer } from '../../../shared/sync/wire/messages.ts';
import { round } from '../figures.ts';
import { seconds } from './measure.ts';
import { endsWithPart } from './worlds.ts';

const OPS = 60_000;
const AT_ONCE = 1000;

export async function measureServerAlone(folder: string): Promise<object> {
  const server = await createServerProcess(folder);
  const code = server.addArchive('Қарасу');
  server.addPerson(LOGIN, PASSWORD, 'Әлия');
  await server.start();
  endsWithPart(() => server.stop());
  const url = `http://127.0.0.1:${server.port}`;
  const archive = newId();
  const key = trialKey();
  const claim = { code, key: key.text, name: 'Desk', machine: 'm', archive };
  const { device } = await answerOf<EnrolAnswer>(post(`${url}/v1/enrol`, key.signed(ENROL_PREFIX, claim)));
  const grant = { kind: 'password', login: LOGIN, password: PASSWORD };
  const { access, person } = await answerOf<TokenAnswer>(askToken(url, device, key, grant));
  const writer = trialWriter({ archive, person: person.id, device, sign: key.sign });
  writer.write(OPS);
  const agent = new Agent({ keepAlive: true });
  const call = <T>(name: string, body: object) =>
    ask<T>({ url: `${url}/v1/a/${archive}/${name}`, access, agent, body });

  const pushes = Array.from({ length: OPS / AT_ONCE }, (_, i) => ({
    segments: [writer.segment(i * AT_ONCE, (i + 1) * AT_ONCE)],
  }));
  let head = 0;
  const pushed = await seconds(async () => {
    for (const body of pushes) ({ head } = await call<PushAnswer>('push', body));
  });
  if (head !== OPS) throw new Error(`the log has ${head} of ${OPS}`);
  let pulled = 0;
  const reading = await seconds(async () => {
    let cursor: PullPage['cursor'] = null;
    for (let more = true; more;) {
      const page: PullPage = await call<PullPage>('pull', { cursor, limit: AT_ONCE, mine: [] });
      pulled += page.entries.length;
      ({ cursor, more } = page);
    }
  });
  agent.destroy();
  if (pulled !== OPS) throw new Error(`${pulled} of ${OPS} came`);
  return {
    ops: OPS,
    pushOpsPerSecond: round(OPS / pushed),
    pullOpsPerSecond: round(OPS / reading),
    target: { pushOpsPerSecond: 5000, pullOpsPerSecond: 20_000 },
  };
}

async function answerOf<T>(answer: Promise<Response>): Promise<T> {
  const got = await answer;
  if (got.status !== 200) throw new Error(await got.text());
  return (await got.json()) as T;
}

/** As a station does: packed there, packed back. */
function ask<T>({
  url,
  access,
  agent,
  body,
}: {
  readonly url: string;
  readonly access: string;
  readonly agent: Agent;
  readonly body: object;
}): Promise<T> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${access}`,
      'content-type': 'application/json',
      'content-encoding': 'zstd',
      'accept-encoding': 'zstd',
    };
    request(url, { method: 'POST', agent, headers }, (answer) => {
      buffer(answer).then((bytes) => {
        const text = answer.headers['content-encoding'] === 'zstd' ? zstdDecompressSync(bytes) : bytes;
        if (answer.statusCode === 200) resolve(JSON.parse(text.toString()) as T);
        else reject(new Error(`${url}: ${answer.statusCode} ${text.toString()}`));
      }, reject);
    })
      .on('error', reject)
      .end(zstdCompressSync(JSON.stringify(body)));
  });
}
