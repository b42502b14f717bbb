/** The calls of one archive: its path before them, the token with them, and a new token when the old one has run out. */
import type { z } from 'zod';
import type { Result } from '../../../../shared/result.ts';
import { OWN_ARCHIVE } from '../../../../shared/sync/wire/add.ts';
import type { CentreAsk, CentreCalls, JsonBody, RawCentreAsk } from './centre-calls.ts';
import type { Answer } from './line.ts';
import { isPieces } from './pour.ts';
import type { ProblemCode } from '../../../../shared/sync/wire/problems.ts';

/** Gives an access token; `stale` is one that was refused and must not be given again. */
export type Token = (stale?: string) => Promise<Result<string, ProblemCode>>;

export type ArchiveCalls = {
  json<T>(schema: z.ZodType<T>, ask: CentreAsk & JsonBody): Promise<Result<T, ProblemCode>>;
  raw(ask: RawCentreAsk): Promise<Result<Answer, ProblemCode>>;
};

export function createArchiveCalls(deps: {
  readonly calls: CentreCalls;
  readonly archive: string;
  readonly token: Token;
}): ArchiveCalls {
  const { calls, archive, token } = deps;

  /** Once with the token that is there, once more with a new one when the centre says that it ran out. */
  async function withToken<T, A extends CentreAsk>(
    ask: A,
    send: (ask: A) => Promise<Result<T, ProblemCode>>,
  ): Promise<Result<T, ProblemCode>> {
    let stale: string | undefined;
    for (;;) {
      const access = await token(stale);
      if (!access.ok) return access;
      const answer = await send({
        ...ask,
        path: `/v1/a/${ask.isBrief === true ? OWN_ARCHIVE : archive}${ask.path}`,
        headers: { ...ask.headers, authorization: `Bearer ${access.value}` },
      });
      if (answer.ok || answer.code !== 'UNAUTHENTICATED' || stale !== undefined) return answer;
      // A stream is read by now; its caller has to begin it anew.
      if ('body' in ask && isPieces(ask.body)) return answer;
      stale = access.value;
    }
  }

  return {
    json: (schema, ask) => withToken(ask, (each) => calls.json(schema, each)),
    raw: (ask) => withToken(ask, (each) => calls.raw(each)),
  };
}
