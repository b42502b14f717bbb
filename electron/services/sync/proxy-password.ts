/** The password in a proxy's address: taken out before the address is kept or shown, put back in for the line. Pure. */
import type { SyncPlan } from '../../../shared/rpc/contract-sync.ts';

type Proxy = SyncPlan['proxy'];

/** The proxy as it may be kept and shown, and its password; null when it had none. */
export function withoutPassword(proxy: Proxy): { readonly proxy: Proxy; readonly password: string | null } {
  const url = proxy.kind === 'address' ? URL.parse(proxy.address) : null;
  if (url === null || url.password === '') return { proxy, password: null };
  return { proxy: { kind: 'address', address: addressOf(url, '') }, password: url.password };
}

/** The proxy with the password that was kept for this very address. */
export function proxyWith(
  proxy: Proxy,
  kept: { readonly address: string; readonly password: string } | null,
): Proxy {
  if (proxy.kind !== 'address' || kept === null || kept.address !== proxy.address) return proxy;
  const url = URL.parse(proxy.address);
  return url === null ? proxy : { kind: 'address', address: addressOf(url, kept.password) };
}

/** As `readProxy` writes it; `password` in the form that it has in an address. */
function addressOf({ protocol, username, host }: URL, password: string): string {
  const secret = password === '' ? '' : `:${password}`;
  return `${protocol}//${username === '' && secret === '' ? '' : `${username}${secret}@`}${host}`;
}
