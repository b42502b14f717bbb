import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { PROTOCOL } from '../../shared/sync/wire/messages.ts';
import { realArchives } from '../../test/fixtures/real-archives.ts';
import { startTrialServer } from '../../test/fixtures/trial-server.ts';

/** The shapes that travel, by the protocol that they belong to. */
const PINNED = { protocol: 1, hash: '6716e5cce3e7c526a51eea767122471515b22de5ecbde0775452e05d73276fa6' };

/** Words for people may change. */
const WORDS = new Set(['summary', 'description', 'title', 'version', 'operationId']);

test('what travels has the shapes that its protocol was pinned with', async () => {
  const server = await startTrialServer({ behind: (place) => realArchives(place) });
  const described = (await (await fetch(`${server.url}/v1/openapi.json`)).json()) as unknown;
  await server.close();
  const shapes = JSON.stringify(described, (key, value: unknown) =>
    WORDS.has(key) && typeof value === 'string' ? undefined : value,
  );
  const hash = createHash('sha256').update(shapes).digest('hex');
  expect(
    { protocol: PROTOCOL, hash },
    [
      'A call, a message or an answer of the wire changed its shape.',
      'If this protocol was never released: put the new hash here.',
      'If it was: stations that were away for months still talk it. Add what is optional only, or a new protocol beside it.',
    ].join('\n'),
  ).toEqual(PINNED);
});
