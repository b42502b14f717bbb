/**
 * What the centre last said of itself and its stations, for times without a line: who the stations are, what disks are encrypted
 * with, when it last answered. `sync/centre.json`; whatever is in it the next hello says again.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile } from '../../../node/files/json-file.ts';
import { deviceSchema, helloAnswerSchema, type HelloAnswer } from '../../../shared/sync/wire/messages.ts';
import { writeSecretFile } from './secret-file.ts';

const membershipSchema = z.object({
  v: z.literal(1),
  epoch: z.string().nullable(),
  devices: z.array(deviceSchema),
  people: helloAnswerSchema.shape.people,
  bundleKeys: helloAnswerSchema.shape.bundleKeys,
  serverKey: z.string(),
  attention: z.int().nonnegative(),
  /** By how many seconds this machine's clock was ahead. */
  clock: z.int().nullable(),
  /** The centre's clock when it last said hello, ISO 8601. */
  heardAt: z.string().nullable(),
  /** By this machine's clock, ISO 8601. */
  lastContact: z.string().nullable(),
  lastComplete: z.string().nullable(),
});
export type Membership = Omit<z.infer<typeof membershipSchema>, 'v'>;

export const NO_MEMBERSHIP: Membership = {
  epoch: null,
  devices: [],
  people: [],
  bundleKeys: [],
  serverKey: '',
  attention: 0,
  clock: null,
  heardAt: null,
  lastContact: null,
  lastComplete: null,
};

const FILE = 'centre.json';

/** `folder` is the data folder's `sync`. What cannot be understood counts as never heard. */
export async function readMembership(folder: string): Promise<Membership> {
  const read = await readJsonFile(join(folder, FILE), membershipSchema, { setAside: false });
  if (!read.ok) return NO_MEMBERSHIP;
  const { v: _version, ...membership } = read.value;
  return membership;
}

export async function writeMembership(folder: string, membership: Membership): Promise<void> {
  await writeSecretFile(join(folder, FILE), { v: 1, ...membership });
}

/** What a hello told; `clock` is how far its clock is ahead in seconds, where that is worth telling. */
export function heard(
  before: Membership,
  hello: HelloAnswer,
  now: { readonly clock: number | null; readonly at: string },
): Membership {
  const { epoch, devices, people, bundleKeys, serverKey, attention } = hello;
  const { lastComplete } = before;
  const told = {
    heardAt: hello.serverTime,
    epoch,
    devices,
    people,
    bundleKeys,
    serverKey,
    attention,
  };
  return { ...told, lastComplete, clock: now.clock, lastContact: now.at };
}
