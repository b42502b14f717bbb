/**
 * `audit-inbox/` in the data folder: events that were written down and are not in the vault yet. Whoever audits, in a thread
 * beside the host or by the command line, puts them here; the host takes them into the vault.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { writeFileAtomic } from '../../../node/files/atomic-write.ts';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { namesIn } from '../../../node/files/names-in.ts';
import { printEvents, readEvents, type Event } from './audit-event.ts';

const INBOX = 'audit-inbox';
/** The name that the file has in the vault too: by it its events are known again. */
const NAME = /^events-[0-9a-f-]{36}\.jsonl$/u;

export function isEventFile(name: string): boolean {
  return NAME.test(name);
}

/** Writes events down for good; answers the file's name. @throws TroubleError with a disk code */
export async function putEvents(dataFolder: string, events: readonly Event[]): Promise<string> {
  const name = `events-${newId()}.jsonl`;
  const folder = join(dataFolder, INBOX);
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  await writeFileAtomic(join(folder, name), printEvents(events));
  return name;
}

/** The names of what waits, oldest first. */
export async function listInbox(dataFolder: string): Promise<string[]> {
  return (await namesIn(join(dataFolder, INBOX))).filter(isEventFile).sort();
}

export async function readInbox(
  dataFolder: string,
  name: string,
): Promise<{ text: string; events: Event[] }> {
  const path = join(dataFolder, INBOX, name);
  const text = await onDisk(path, () => readFile(path, 'utf8'));
  return { text, events: readEvents(text) };
}

/** What is in the vault is no more waiting. */
export async function removeFromInbox(dataFolder: string, name: string): Promise<void> {
  const path = join(dataFolder, INBOX, name);
  await onDisk(path, () => rm(path, { force: true }));
}
