/** Which centre this data folder belongs to, and as which machine: `sync/link.json`. */
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, type ReadJsonOptions } from '../../../node/files/json-file.ts';
import { recordIdSchema } from '../../../shared/sync/op.ts';
import { writeSecretFile } from './secret-file.ts';

const linkSchema = z.strictObject({
  v: z.literal(1),
  url: z.string(),
  server: z.strictObject({ id: z.uuid(), name: z.string() }),
  device: z.strictObject({ id: z.uuid(), name: z.string() }),
  archive: z.strictObject({ id: recordIdSchema, name: z.string() }),
  /** Somebody has signed in since: the archive is there and this station belongs to it. */
  isProven: z.boolean(),
  /** Certificates (PEM) trusted beside the system's; empty: none. */
  authority: z.string(),
});
export type Link = Omit<z.infer<typeof linkSchema>, 'v'>;

const FILE = 'link.json';

/** Null when there is no centre, or the file cannot be understood: it is set aside then, and a person connects anew. */
export async function readLink(folder: string, options?: ReadJsonOptions): Promise<Link | null> {
  const read = await readJsonFile(join(folder, FILE), linkSchema, options);
  if (!read.ok) return null;
  const { v: _version, ...link } = read.value;
  return link;
}

/** Whether there is a centre at all, before anything is begun for it. */
export async function hasLink(folder: string): Promise<boolean> {
  return access(join(folder, FILE)).then(
    () => true,
    () => false,
  );
}

export async function writeLink(folder: string, link: Link): Promise<void> {
  await writeSecretFile(join(folder, FILE), { v: 1, ...link });
}

export async function forgetLink(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true });
}
