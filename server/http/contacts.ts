/** What devices say of themselves, noted at most once a minute: the status page needs no more. */
import type { Log } from '../../node/log.ts';
import type { DeviceContact, Directory, Session } from '../store/directory-calls.ts';

/** What a call tells. Whoever only reads says how far it has come. */
type Said = { readonly app?: string; readonly srv?: number; readonly behind?: DeviceContact['behind'] };

export type Contacts = { note(session: Session, said: Said): void };

const QUIET_MS = 60_000;
const MAX_KNOWN = 10_000;
const UNHEARD: DeviceContact = { at: '', app: '', srv: 0, behind: { ops: 0, records: 0, files: 0 } };

export function createContacts(deps: {
  readonly directory: Pick<Directory, 'noteContact'>;
  readonly log: Log;
  readonly now: () => number;
}): Contacts {
  const { directory, log, now } = deps;
  const known = new Map<string, { contact: DeviceContact; notedAt: number }>();

  return {
    note({ device }, said) {
      const last = known.get(device.id);
      const before = last?.contact ?? device.contact ?? UNHEARD;
      const contact: DeviceContact = { ...before, ...said, at: new Date(now()).toISOString() };
      const notedAt = last?.notedAt ?? 0;
      const isDue = now() - notedAt >= QUIET_MS || !isSame(contact.behind, before.behind);
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(device.id, { contact, notedAt: isDue ? now() : notedAt });
      if (!isDue) return;
      // No call fails because its contact could not be noted.
      directory.noteContact({ device: device.id, contact }).catch((error: unknown) => {
        log.error('contact.failed', error);
      });
    },
  };
}

function isSame(a: DeviceContact['behind'], b: DeviceContact['behind']): boolean {
  return a.ops === b.ops && a.records === b.records && a.files === b.files;
}
