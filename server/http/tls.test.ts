import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { startTrialServer } from '../../test/fixtures/trial-server.ts';

/** A certificate of one's own making, as an archive without a public name has it. */
function makeCertificate(): { cert: Buffer; key: Buffer } | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-tls-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
  const made = spawnSync('openssl', [
    ...words.split(' '),
    '-addext',
    'subjectAltName=DNS:localhost',
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  const pair = made.status === 0 ? { cert: readFileSync(cert), key: readFileSync(key) } : null;
  rmSync(folder, { recursive: true });
  return pair;
}

const pair = makeCertificate();

// Certificates are made by openssl, which most systems have.
test.skipIf(pair === null)('with a certificate the server talks TLS 1.2 and newer, and says so', async () => {
  if (pair === null) return;
  const server = await startTrialServer({ listen: { tls: pair } });
  const options = { host: 'localhost', servername: 'localhost', port: server.port, ca: pair.cert };
  const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
    request({ ...options, path: '/v1/server' }, (answer) => {
      answer.resume();
      resolve(answer.headers);
    })
      .on('error', reject)
      .end();
  });
  expect(headers['strict-transport-security']).toBe('max-age=31536000');
  expect(headers['x-sync-protocol']).toBe('1');
  const old = await new Promise<string>((resolve) => {
    const socket = connect({
      ...options,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'refused'));
    socket.on('secureConnect', () => resolve('let in'));
  });
  expect(old).not.toBe('let in');
  await server.close();
});
