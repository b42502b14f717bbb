/** What a refused window gets to see: for a person a sentence in three languages, for a program the code. */
import type { IncomingMessage } from 'node:http';
import type { Refusal } from './guard.ts';
import { BYTES_HEADERS, plain } from '../services/http/headers.ts';

const STATUS: Readonly<Record<Refusal, number>> = {
  BAD_REQUEST: 400,
  FOREIGN_HOST: 403,
  FOREIGN_ORIGIN: 403,
  NOT_ENTERED: 403,
};

const NOT_ENTERED = [
  ['kk', 'Бұл терезенің рұқсаты жоқ немесе ескірген. Терезені жауып, Qoima бағдарламасын қайта ашыңыз.'],
  ['ru', 'У этого окна нет доступа, или он устарел. Закройте окно и откройте Qoima заново.'],
  ['en', 'This window has no access, or it is out of date. Close it and open Qoima again.'],
] as const;

/** The answer to a refused request. */
export function refusalPage(request: IncomingMessage, code: Refusal): Response {
  const wantsPage = request.headers.accept?.includes('text/html') ?? false;
  if (code !== 'NOT_ENTERED' || !wantsPage) return plain(STATUS[code], code);
  const lines = NOT_ENTERED.map(([language, text]) => `<p lang="${language}">${text}</p>`).join('');
  return new Response(`<!doctype html><meta charset="utf-8"><title>Qoima</title>${lines}`, {
    status: STATUS[code],
    headers: { ...BYTES_HEADERS, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}
