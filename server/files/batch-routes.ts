/** Batches over the wire: an inventory comes, what it names is sent, the batch stands. */
import { fail, ok, type Result } from '../../shared/result.ts';
import {
  batchStateSchema,
  MOST_INVENTORY_BYTES,
  type BatchState,
} from '../../shared/sync/files/wire-files.ts';
import { jsonRoute, type RawAnswer, type Route } from '../http/routes.ts';
import { readUpTo } from './read-body.ts';
import type { Open } from './take-upload.ts';

const PATH = '/v1/a/:archive/batches/:batch';
const STATE_BYTES = 256 * 1024;

export function batchRoutes(open: Open): Route[] {
  return [
    {
      kind: 'raw',
      method: 'PUT',
      path: PATH,
      summary: 'Begins a batch by its OCFL inventory, byte for byte; answers what of it is missing.',
      holds: MOST_INVENTORY_BYTES,
      problems: ['BATCH_REFUSED', 'BATCH_TOO_LARGE', 'INSUFFICIENT_STORAGE'],
      async handle({ archive, params }, body) {
        const bytes = await readUpTo(body, MOST_INVENTORY_BYTES);
        if (bytes === null) return fail('BATCH_TOO_LARGE');
        const { files } = await open(archive.id);
        return answer(await files.batches.begin(params['batch'] ?? '', bytes));
      },
    },
    jsonRoute({
      method: 'GET',
      path: PATH,
      summary: 'How far a batch is.',
      ask: null,
      answer: batchStateSchema,
      bytes: { ask: 0, answer: STATE_BYTES },
      async handle({ archive, params }) {
        const state = await (await open(archive.id)).files.batches.state(params['batch'] ?? '');
        return state === null ? fail('NOT_FOUND') : ok(state);
      },
    }),
    {
      kind: 'raw',
      method: 'GET',
      path: `${PATH}/inventory`,
      summary: 'The inventory of a batch that stands here.',
      async handle({ archive, params }) {
        const bytes = await (await open(archive.id)).files.batches.inventory(params['batch'] ?? '');
        if (bytes === null) return fail('NOT_FOUND');
        return ok({ status: 200, headers: { 'content-type': 'application/json' }, body: bytes });
      },
    },
  ];
}

function answer(state: Result<BatchState, string>): Result<RawAnswer, string> {
  if (!state.ok) return state;
  return ok({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(state.value),
  });
}
