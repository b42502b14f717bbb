/**
 * The gate before every request of the web host: a page of another site (cross-site requests), another name for this
 * machine (DNS rebinding) and another process (no token) are stopped here, before any service hears of them.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Access } from './access.ts';

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'redirect'; readonly to: string; readonly setCookie?: string }
  | { readonly kind: 'refuse'; readonly code: Refusal };

/** FOREIGN_HOST: named otherwise; FOREIGN_ORIGIN: asked by another page; NOT_ENTERED: no launch token was exchanged. */
export type Refusal = 'BAD_REQUEST' | 'FOREIGN_HOST' | 'FOREIGN_ORIGIN' | 'NOT_ENTERED';

export type Asked = {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
};

/** Judges a request by its method, target and headers; `port` is the one that the host listens on. */
export function judge(asked: Asked, port: number, access: Access): Verdict {
  const { url = '/', headers } = asked;
  const origin = `http://127.0.0.1:${port}`;
  if (!url.startsWith('/') || url.startsWith('//')) return refuse('BAD_REQUEST');
  if (headers.host !== `127.0.0.1:${port}`) {
    // The same machine under its other name: a window's database belongs to one origin, so it is sent to that one.
    const isLocalhost = headers.host === `localhost:${port}`;
    return isLocalhost && reads(asked) ? { kind: 'redirect', to: `${origin}${url}` } : refuse('FOREIGN_HOST');
  }
  if (!isFromOurPage(asked, origin)) return refuse('FOREIGN_ORIGIN');
  return entry(asked, new URL(url, origin), access);
}

/** Whether a person typed the address or a page of this origin asks; browsers say it in headers that pages cannot set. */
function isFromOurPage(asked: Asked, origin: string): boolean {
  const site = asked.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && !(site === 'none' && reads(asked))) return false;
  // Browsers name the origin with everything that is not a plain read.
  if (asked.headers.origin === undefined) return reads(asked);
  return asked.headers.origin === origin;
}

/** Lets a window in by its launch token or by the cookie that it got for one. */
function entry(asked: Asked, target: URL, access: Access): Verdict {
  const entered = access.admits(asked.headers.cookie);
  const token = target.pathname === '/' && reads(asked) ? target.searchParams.get('token') : null;
  if (token !== null) {
    if (access.redeem(token))
      return { kind: 'redirect', to: `${target.origin}/`, setCookie: access.setCookie };
    // The same address opened again, by a window that is in already.
    if (entered) return { kind: 'redirect', to: `${target.origin}/` };
  }
  return entered ? { kind: 'pass' } : refuse('NOT_ENTERED');
}

function reads(asked: Asked): boolean {
  return asked.method === 'GET' || asked.method === 'HEAD';
}

function refuse(code: Refusal): Verdict {
  return { kind: 'refuse', code };
}
