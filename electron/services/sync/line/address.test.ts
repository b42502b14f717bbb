import { expect, test } from 'vitest';
import { readAddress } from './address.ts';
import { proxyVariables, readProxy } from './proxy.ts';

test.each([
  ['centre.example', 'https://centre.example'],
  ['  https://centre.example/ ', 'https://centre.example'],
  ['https://centre.example:8443/qoima/', 'https://centre.example:8443/qoima'],
  ['http://127.0.0.1:4800', 'http://127.0.0.1:4800'],
  ['http://localhost:4800/', 'http://localhost:4800'],
  ['http://[::1]:4800/', 'http://[::1]:4800'],
])('reads %s', (text, url) => {
  expect(readAddress(text)).toEqual({ ok: true, value: url });
});

test.each([
  '',
  'https://',
  'ftp://centre.example',
  'https://user:pass@centre.example',
  'https://c.example/?a=1',
  'a b',
  'javascript:alert(1)',
])('refuses %j', (text) => expect(readAddress(text)).toMatchObject({ ok: false, code: 'BAD_ADDRESS' }));

test('a password does not go over a line that others can read', () => {
  expect(readAddress('http://centre.example')).toMatchObject({ code: 'ADDRESS_NOT_SAFE' });
  expect(readAddress('http://127.0.0.1.evil.example')).toMatchObject({ code: 'ADDRESS_NOT_SAFE' });
});

test('the proxy comes from the system, from a person, or not at all', () => {
  const environment = { https_proxy: 'http://p:1', NO_PROXY: 'x', PATH: '/bin', HTTP_PROXY: '' };
  expect(proxyVariables({ kind: 'system' }, environment)).toEqual({
    https_proxy: 'http://p:1',
    NO_PROXY: 'x',
  });
  expect(proxyVariables({ kind: 'none' }, environment)).toEqual({});
  expect(proxyVariables({ kind: 'address', address: 'http://q:2' }, environment)).toMatchObject({
    HTTPS_PROXY: 'http://q:2',
  });
  expect(readProxy('proxy.local:3128')).toEqual({ ok: true, value: 'http://proxy.local:3128' });
  expect(readProxy('http://n:p@proxy.local:3128/')).toEqual({
    ok: true,
    value: 'http://n:p@proxy.local:3128',
  });
  expect(readProxy('socks5://proxy:1')).toMatchObject({ ok: false });
});
