/** `app://archive`: the shell's windows get their files and scans here, from the handler that both hosts share. */
import { protocol, type Session } from 'electron';
import { ORIGIN, SCHEME } from './origin.ts';
import { plain } from '../services/http/headers.ts';
import type { HandleRequest } from '../services/http/handler.ts';

/** Before the application is ready, and once. The scheme bypasses no policy and answers no other origin. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Serves the session's windows; `pages` are the shell's own, such as the one after too many crashes. */
export function serve(
  session: Session,
  handleRequest: HandleRequest,
  pages: Readonly<Record<string, () => Response>>,
): void {
  session.protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.host !== new URL(ORIGIN).host) return plain(404, 'NOT_FOUND');
    return Object.hasOwn(pages, url.pathname)
      ? (pages[url.pathname]?.() ?? plain(404, 'NOT_FOUND'))
      : handleRequest(request);
  });
}
