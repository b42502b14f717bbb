/** Which proxy a request goes through, in the words of Node's agents. */
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { SyncPlan } from '../../../../shared/rpc/contract-sync.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'] as const;

/**
 * The variables by which an agent finds its proxy. `system`: those of the program's own environment. A proxy that a person named
 * is used for everything but this machine.
 */
export function proxyVariables(
  proxy: SyncPlan['proxy'],
  environment: Environment = process.env,
): Record<string, string> {
  if (proxy.kind === 'none') return {};
  if (proxy.kind === 'system')
    return Object.fromEntries(
      NAMES.flatMap((name) => {
        const value = environment[name];
        return value === undefined || value === '' ? [] : [[name, value]];
      }),
    );
  const { address } = proxy;
  return { HTTP_PROXY: address, HTTPS_PROXY: address, NO_PROXY: 'localhost,127.0.0.1,[::1]' };
}

/** The address of a proxy as people write it; a name and a password may stand in it. Errors: BAD_ADDRESS. */
export function readProxy(text: string): Result<string, 'BAD_ADDRESS'> {
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//iu.test(trimmed) ? trimmed : `http://${trimmed}`);
  if (url === null || url.hostname === '') return fail('BAD_ADDRESS');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return fail('BAD_ADDRESS');
  const password = url.password === '' ? '' : `:${url.password}`;
  return ok(`${url.protocol}//${url.username === '' ? '' : `${url.username}${password}@`}${url.host}`);
}
