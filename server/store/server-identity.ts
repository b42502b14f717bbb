/** Who the server is: an id and a key pair of its own, made once, and the name that people see. */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import type { Database } from '../../node/sqlite/open-database.ts';
import { must } from '../../shared/must.ts';
import type { ServerName } from './directory-calls.ts';

const FIRST_NAME = 'Qoima';

const keySchema = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
});

/** The server's id, name and public key. */
export function serverName(db: Database): ServerName {
  return {
    id: once(db, 'server', newId),
    name: read(db, 'name') ?? FIRST_NAME,
    key: keyOf(db).x,
  };
}

/** The server's public key alone. */
export function serverKeyOf(db: Database): string {
  return keyOf(db).x;
}

/** Gives the server another name. */
export function nameServer(db: Database, name: string): void {
  db.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES ('name', ?)").run(name);
}

/** The server's signature over `bytes`: Ed25519, base64url. The private key leaves the file only for this. */
export function signAsServer(db: Database, bytes: Uint8Array): string {
  const key = createPrivateKey({ key: keyOf(db), format: 'jwk' });
  return sign(null, bytes, key).toString('base64url');
}

function keyOf(db: Database): z.infer<typeof keySchema> {
  const text = once(db, 'key', () =>
    JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
  );
  return keySchema.parse(JSON.parse(text));
}

function read(db: Database, key: string): string | undefined {
  return db.prepare<{ value: string }>('SELECT value FROM settings WHERE key = ?').get(key)?.value;
}

/** A setting that is made when it is asked for first; of two processes that ask at once the first one's stays. */
function once(db: Database, key: string, make: () => string): string {
  const known = read(db, key);
  if (known !== undefined) return known;
  db.prepare('INSERT OR IGNORE INTO settings (key, value) VALUES (?, ?)').run(key, make());
  return must(read(db, key), 'a setting that was just made');
}
