/** Addresses of those who ask. */
import type { IncomingHttpHeaders } from 'node:http';

/** One bucket for one household: a whole /64 of IPv6 is handed to each. */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address;
  const v4 = /^::ffff:(?<v4>[\d.]+)$/i.exec(address)?.groups?.['v4'];
  if (v4 !== undefined) return v4;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array.from({ length: zeros }, () => '0'), ...back].slice(0, 4).join(':');
}

/** This machine itself. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./i.test(address);
}

const PROXY_HEADERS = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'forwarded',
  'via',
];
const OWN_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Whether a proxy on this machine asks for somebody else, though the server was not told of one: by the headers that proxies add, by
 * the name under which it is known outside, or by HTTP/1.0, which proxies talk that add nothing.
 */
export function isThroughProxy(headers: IncomingHttpHeaders, httpVersion: string): boolean {
  if (httpVersion === '1.0' || PROXY_HEADERS.some((name) => headers[name] !== undefined)) return true;
  return !OWN_HOST.test(headers.host ?? '');
}
