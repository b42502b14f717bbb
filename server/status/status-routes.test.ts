import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { PASSWORD, startTrialServer, type TrialServer } from '../../test/fixtures/trial-server.ts';
import type { ServerState } from './server-state.ts';

const DAY = 86_400_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const CONTACT = { app: '0.1.0', srv: 90, behind: { ops: 340, records: 12, files: 5 } };
const NAME = '<script>alert(1)</script> Ақтөбе & "қ"';

const STATE: ServerState = {
  startedAt: ago(3 * DAY),
  disk: { free: 5e9, total: 100e9 },
  archives: [
    {
      id: newId(),
      name: NAME,
      head: 1000,
      durable: 990,
      bytes: 123_456_789,
      backup: { at: ago(3 * DAY), ok: true },
      withheld: 2,
      files: { files: 10, bytes: 1e9, uploads: 1, damaged: 1, oldestCheck: ago(200 * DAY) },
      devices: [
        device('Desk 1', { ...CONTACT, at: ago(2 * 3_600_000) }, null),
        device('Field laptop', { ...CONTACT, at: ago(40 * DAY) }, null),
        device('Lost', null, ago(DAY)),
      ],
    },
  ],
};

function device(
  name: string,
  contact: ServerState['archives'][0]['devices'][0]['contact'],
  revokedAt: string | null,
) {
  return { id: newId(), archive: newId(), name, key: 'SECRETKEY', enrolledAt: ago(DAY), revokedAt, contact };
}

let server: TrialServer;
beforeAll(async () => {
  server = await startTrialServer({
    serverState: async () => STATE,
    limits: { passwordRate: { burst: 3, perSecond: 0.1 } },
  });
});
afterAll(() => server.close());

function signIn(login: string, password: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/status`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ login, password }),
    headers,
  });
}

async function page(cookie: string): Promise<string> {
  const answer = await fetch(`${server.url}/status`, { headers: { cookie } });
  return answer.text();
}

async function cookieOf(answer: Response): Promise<string> {
  expect(answer.status).toBe(303);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

describe('the status page', () => {
  test('shows nobody anything before they signed in', async () => {
    const answer = await fetch(`${server.url}/status`);
    const text = await answer.text();
    expect(text).toContain('name="password"');
    expect(text).not.toMatch(/Desk 1|Ақтөбе|340/);
    expect(await page('qoima-status=guess')).toBe(text);
  });

  test('shows an administrator who is behind, what is unsent, disk, backup and checks, each value escaped', async () => {
    const signed = await signIn('aigul', PASSWORD);
    expect(signed.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    const text = await page(await cookieOf(signed));
    for (const said of [
      'Desk 1',
      '2 h ago',
      '910',
      '340',
      '12',
      '40 days ago',
      '(shut out)',
      '5.0 GB of 100 GB',
      '3 days ago',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toContain('&#60;script&#62;alert(1)&#60;/script&#62; Ақтөбе &#38; &#34;қ&#34;');
    const names = ['Desk 1', 'Field laptop', 'Lost'].map((name) => text.indexOf(`>${name}`));
    expect(names.toSorted((a, b) => a - b)).toEqual([names[1], names[0], names[2]]);
    expect(text).not.toContain('<script');
    expect(text).not.toContain('SECRETKEY');
  });

  test('has one style sheet whose sum is in its policy, nothing from elsewhere, no script', async () => {
    const answer = await fetch(`${server.url}/status`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    const text = await answer.text();
    const [, style = ''] = /<style>(?<style>[\s\S]*?)<\/style>/.exec(text) ?? [];
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(text).not.toMatch(/(?:src|href)=|https?:|style="|\son\w+="/);
  });

  test('a person who is no administrator, was closed, got a new password or signed out is out at once', async () => {
    const made = await server.admin.addPerson({
      login: 'askar',
      name: 'Askar',
      password: PASSWORD,
      admin: false,
    });
    expect(made.ok).toBe(true);
    expect((await signIn('askar', PASSWORD)).status).toBe(403);
    const boss = await server.admin.addPerson({
      login: 'boss',
      name: 'Boss',
      password: PASSWORD,
      admin: true,
    });
    const cookie = await cookieOf(await signIn('boss', PASSWORD));
    expect(await page(cookie)).toContain('Desk 1');
    server.admin.setClosed(boss.ok ? boss.value.id : '', true);
    expect(await page(cookie)).not.toContain('Desk 1');
    server.admin.setClosed(boss.ok ? boss.value.id : '', false);
    const again = await cookieOf(await signIn('boss', PASSWORD));
    expect(await page(again)).toContain('Desk 1');
    await server.admin.setPassword(boss.ok ? boss.value.id : '', `${PASSWORD} 2`);
    expect(await page(again)).not.toContain('Desk 1');
    const mine = await cookieOf(await signIn('aigul', PASSWORD));
    await fetch(`${server.url}/status/sign-out`, {
      method: 'POST',
      headers: { cookie: mine },
      redirect: 'manual',
    });
    expect(await page(mine)).not.toContain('Desk 1');
  });

  test('takes no form of another page, none too long, and no guessing', async () => {
    expect((await signIn('aigul', PASSWORD, { 'sec-fetch-site': 'cross-site' })).status).toBe(400);
    expect((await signIn('aigul', 'x'.repeat(10_000))).status).toBe(400);
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await signIn('aigul', 'wrong')).status);
    expect(statuses).toContain(403);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('numbers', () => {
  test('are there for this machine, without a name', async () => {
    const text = await (await fetch(`${server.url}/v1/metrics`)).text();
    expect(text).toContain('qoima_unsent_ops 680');
    expect(text).toContain('qoima_log_entries_without_backup 10');
    expect(text).toMatch(/qoima_requests_total\{route="\/status",status="200"\} \d+/);
    expect(text).toMatch(/process_resident_memory_bytes \d+/);
    expect(text).not.toMatch(/Ақтөбе|Desk|aigul/i);
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{[\w"=,/:+.\-*]+\})? [\d.e+-]+)$/);
    }
  });

  test.each([
    ['a header of a proxy', 'HTTP/1.1', 'host: 127.0.0.1\r\nx-forwarded-for: 203.0.113.9'],
    ['a header of another one', 'HTTP/1.1', 'host: 127.0.0.1\r\nvia: 1.1 proxy'],
    ['the name outside', 'HTTP/1.1', 'host: archive.example'],
    ['what proxies talk that add nothing', 'HTTP/1.0', 'host: 127.0.0.1'],
  ])(
    'are not there through a proxy on this machine that the server was not told of: %s',
    async (_name, version, headers) => {
      const { port } = new URL(server.url);
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(`GET /v1/metrics ${version}\r\n${headers}\r\nconnection: close\r\n\r\n`);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 /);
    },
  );

  test('health is one word', async () => {
    expect(await (await fetch(`${server.url}/v1/health`)).text()).toBe('ok\n');
  });
});

test('behind a proxy the numbers are for nobody from afar, and the address that counts is the last one it says', async () => {
  const proxied = await startTrialServer({
    listen: { trustProxy: true },
    limits: { addressRate: { burst: 3, perSecond: 0.01 } },
  });
  const ask = (from: string) => fetch(`${proxied.url}/v1/metrics`, { headers: { 'x-forwarded-for': from } });
  expect((await ask('127.0.0.1, 203.0.113.9')).status).toBe(404);
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await ask(`198.51.100.${i}, 203.0.113.8`)).status);
  expect(statuses).toEqual([404, 404, 404, 429]);
  await proxied.close();
});
