/** The short form of a small push. */
import { ok } from '../../shared/result.ts';
import { addAnswerSchema, addAskSchema, shortAnswer } from '../../shared/sync/wire/add.ts';
import type { Contacts } from './contacts.ts';
import { SMALL_BODY_BYTES } from './limits.ts';
import type { PokeHub } from './poke.ts';
import { jsonRoute, type Route } from './routes.ts';

/** `poke` hears whom nobody needs to tell that the log has grown. */
export function addRoute(deps: {
  readonly contacts: Contacts;
  readonly poke: Pick<PokeHub, 'knows'>;
}): Route {
  const { contacts, poke } = deps;
  return jsonRoute({
    method: 'POST',
    path: '/v1/a/:archive/add',
    summary:
      'A small push of one’s own in its short form, by a station that said hello; SAY_HELLO when it has to come as a push.',
    ask: addAskSchema,
    answer: addAnswerSchema,
    bytes: { ask: 4 * SMALL_BODY_BYTES, answer: SMALL_BODY_BYTES },
    problems: ['SAY_HELLO', 'INSUFFICIENT_STORAGE'],
    async handle({ archive, session, signal }, body) {
      contacts.note(session, {});
      const added = await archive.calls(session).add(body, signal);
      if (!added.ok) return added;
      const answer = shortAnswer(added.value, body);
      const isAllTaken = answer.results === undefined;
      if (isAllTaken) poke.knows(archive.id, session.device.id, answer.head, body.items.length);
      return ok(answer);
    },
  });
}
