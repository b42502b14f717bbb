/** The address of a centre as people write it. */
import { fail, ok, type Result } from '../../../../shared/result.ts';

/**
 * Reads an address: `https://` unless it says otherwise, without a slash at its end. Passwords travel over this line, so one that
 * others can read is refused, except to this very machine.
 * Errors: BAD_ADDRESS (no address, or one with a name, a question or a mark in it), ADDRESS_NOT_SAFE (`http:` to another machine).
 */
export function readAddress(text: string): Result<string, 'BAD_ADDRESS' | 'ADDRESS_NOT_SAFE'> {
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//iu.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (url === null || url.hostname === '') return fail('BAD_ADDRESS');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return fail('BAD_ADDRESS');
  if (url.protocol === 'http:' && !isThisMachine(url.hostname))
    return fail('ADDRESS_NOT_SAFE', { host: url.hostname });
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return fail('BAD_ADDRESS');
  return ok(`${url.origin}${url.pathname.replace(/\/+$/u, '')}`);
}

/** Whether a host's name can only mean the machine that asks. */
export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}
