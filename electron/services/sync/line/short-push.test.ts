/** A small push in its short form, from the station's line to a real server: what it costs, and that nothing is let in by it. */
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../../../shared/must.ts';
import { ok } from '../../../../shared/result.ts';
import { dictionaryOf } from '../../../../shared/sync/wire/dictionary.ts';
import { openBadLine, type BadLine } from '../../../../test/fixtures/bad-line.ts';
import { realArchives } from '../../../../test/fixtures/real-archives.ts';
import { trialWriter, type TrialAuthor, type TrialWriter } from '../../../../test/fixtures/trial-ops.ts';
import {
  startTrialServer,
  type TrialDevice,
  type TrialServer,
} from '../../../../test/fixtures/trial-server.ts';
import { createArchiveCalls } from './archive-calls.ts';
import { createCentreCalls } from './centre-calls.ts';
import { createHttpWire } from './http-wire.ts';
import { createLine } from './line.ts';

let server: TrialServer;
let device: TrialDevice;
let author: TrialAuthor;
let between: BadLine;
const closers: (() => void)[] = [];

beforeAll(async () => {
  server = await startTrialServer({ behind: (place) => realArchives(place) });
  device = await server.device();
  between = await openBadLine(server.port);
  const { person } = device.tokens;
  author = { archive: device.archive, person: person.id, device: device.id, sign: device.key.sign };
});
afterAll(async () => {
  for (const close of closers) close();
  await between.close();
  await server.close();
});

/** The wire of a station at which `person` has signed in. */
function wireOf(person = author.person) {
  const line = createLine({ url: `http://127.0.0.1:${between.port}`, proxyEnv: {}, authorities: [] });
  closers.push(() => line.close());
  const calls = createArchiveCalls({
    calls: createCentreCalls({ line, app: '1.0.0' }),
    archive: author.archive,
    token: async () => ok(device.tokens.access),
  });
  const dictionary = () => dictionaryOf(author.archive, person);
  return createHttpWire({ calls, device: author.device, dictionary });
}

/** A push as a station makes it: with the hash at its end. */
function pushOf(writer: TrialWriter, from: number) {
  const segment = writer.segment(from);
  return { segments: [{ ...segment, end: must(segment.seal, 'a seal').hash }] };
}

const taken = (writer: TrialWriter, seq: number) => ({
  ok: true,
  value: { results: [{ replica: writer.replica, seq }], withheld: [] },
});

/** A short push as it is on the line. */
function add(body: object, headers: Record<string, string> = {}) {
  const dictionary = Buffer.from(dictionaryOf(author.archive, author.person));
  return fetch(`${server.url}/v1/a/-/add`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${device.tokens.access}`,
      'content-type': 'application/json',
      'content-encoding': 'deflate',
      ...headers,
    },
    body: deflateSync(JSON.stringify(body), { dictionary }),
  });
}

test('an edit of one field is below 600 bytes there and back, headers and all', async () => {
  const writer = trialWriter(author);
  const wire = wireOf();
  writer.write(1);
  expect(await wire.push(pushOf(writer, 0))).toMatchObject(taken(writer, 1));
  const before = between.sent() + between.received();
  writer.write(1);
  expect(await wire.push(pushOf(writer, 1))).toMatchObject(taken(writer, 2));
  expect(between.sent() + between.received() - before).toBeLessThan(600);
});

test('what does not fit goes as a push, in the same call', async () => {
  const writer = trialWriter(author);
  const wire = wireOf();
  writer.write(2);
  expect(await wire.push(pushOf(writer, 0))).toMatchObject(taken(writer, 2));
  // The answer was lost: the same comes again.
  expect(await wire.push(pushOf(writer, 0))).toMatchObject(taken(writer, 2));
  // Somebody else has signed in meanwhile: the dictionary is another one.
  writer.write(1);
  expect(await wireOf(device.id).push(pushOf(writer, 2))).toMatchObject(taken(writer, 3));
});

test('without the seal of who asks, of these very ops at this very place, nothing is taken', async () => {
  const writer = trialWriter(author);
  writer.write(3);
  const { replica, items, seal } = writer.segment(0, 2);
  const { signature } = must(seal, 'a seal');
  const good = { replica, after: 0, items, signature };
  const statusOf = async (body: object, headers = {}) => (await add(body, headers)).status;
  expect(await statusOf({ ...good, items: writer.items })).toBe(409);
  expect(await statusOf({ ...good, items: items.slice(0, 1) })).toBe(409);
  expect(await statusOf({ ...good, after: 1 })).toBe(409);
  expect(await statusOf({ ...good, signature: must(writer.segment(0, 3).seal, 'a seal').signature })).toBe(
    409,
  );
  const other = trialWriter({ ...author, sign: () => signature });
  other.write(2);
  expect(await statusOf({ ...good, replica: other.replica, items: other.items })).toBe(409);
  expect(await statusOf(good, { authorization: 'Bearer guess' })).toBe(401);
  expect(await statusOf(good, { 'content-encoding': 'identity' })).toBe(400);
  const log = await device.call('pull', { cursor: null, limit: 1000, mine: [] });
  expect(await log.text()).not.toContain(replica);
  expect(await (await add(good)).json()).toEqual({ head: expect.any(Number) });
});
