/**
 * Brings files into a vault until it is killed, and says on its standard output what the vault has answered. Takes up the
 * batches that the one before it left.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openVault } from '../../node/vault/vault.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';

/** One answer of the vault. */
export type Line = { readonly kept: string } | { readonly sealed: string } | { readonly opened: true };

const MOST_FILES_IN_A_BATCH = 8;
const LARGEST_BYTES = 400_000;
const CHUNK_BYTES = 30_000;

const [folder = '', archive = '', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));

const vault = await openVault({ folder, archive, thread: new URL('vault-kill-thread.ts', import.meta.url) });
say({ opened: true });
for (const { id, received } of await vault.openBatches()) {
  for (const { no } of received) await keep(vault, id, no);
  await seal(vault, id);
}
for (;;) {
  const batch = randomUUID();
  await vault.openBatch({ id: batch, label: 'torture', createdBy: randomUUID() });
  const numbers = Array.from({ length: 1 + random.below(MOST_FILES_IN_A_BATCH) }, (_, no) => no);
  // Two at once, as the import does it.
  await Promise.all(
    [0, 1].map((half) =>
      bringIn(
        batch,
        numbers.filter((no) => no % 2 === half),
      ),
    ),
  );
  await seal(vault, batch);
}

async function bringIn(batch: string, numbers: readonly number[]): Promise<void> {
  for (const no of numbers) {
    // Some contents come again and again.
    const kind = random.chance(0.3) ? random.below(20) : random.below(1_000_000);
    await vault.receive(batch, no, `folder/${no}.tif`, content(kind));
    if (random.below(8) === 0) await vault.drop(batch, no);
    else await keep(vault, batch, no);
  }
}

async function keep(to: Vault, batch: string, no: number): Promise<void> {
  say({ kept: (await to.keep(batch, no, { no })).sha256 });
}

async function seal(to: Vault, batch: string): Promise<void> {
  const sealed = await to.seal(batch);
  if (sealed !== null) say({ sealed: sealed.object });
}

async function* content(kind: number): AsyncGenerator<Uint8Array> {
  const length = ((kind * 7919) % LARGEST_BYTES) + 1;
  for (let sent = 0; sent < length; sent += CHUNK_BYTES) {
    yield Buffer.alloc(Math.min(CHUNK_BYTES, length - sent), `${kind} ${sent} `);
  }
}

/** At once: a kill must not swallow what was answered. */
function say(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
