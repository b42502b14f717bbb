/**
 * The person that a station made for itself at its first start, and the account that signed in to the archive since: the account gets
 * its record, and the local one leads to it. What was written under the local id stays as written.
 */
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../../../node/files/json-file.ts';
import { TroubleError } from '../../../shared/result.ts';
import { newRecord, setFields } from '../../../shared/sync/edits.ts';
import { recordIdSchema, type RecordId } from '../../../shared/sync/op.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';
import type { Person } from './people.ts';

const fileSchema = z.strictObject({
  v: z.literal(1),
  /** The local person, while no account is linked to it. */
  local: recordIdSchema.nullable(),
  /** The first account that signed in. */
  account: recordIdSchema.nullable(),
});

const FILE = 'local-person.json';

export type PersonLink = {
  /** Before the first account: who writes now is nobody's account. */
  noteLocal(person: RecordId): Promise<void>;
  /** The first account gets its record at once: so the archive goes to the centre with it. */
  signedIn(account: Person): Promise<void>;
  /**
   * After a round: what the centre knows of people is here, so nothing is written twice. `accounts` are all those of the centre: one of
   * them is nobody's local person, wherever this folder comes from.
   */
  settle(person: Person, accounts: ReadonlySet<RecordId>): Promise<void>;
};

export async function openPersonLink(deps: {
  readonly folder: string;
  readonly journal: Pick<Journal, 'state' | 'commit'>;
}): Promise<PersonLink> {
  const { journal } = deps;
  const path = join(deps.folder, FILE);
  const read = await readJsonFile(path, fileSchema);
  let known = read.ok ? read.value : null;
  const write = async (next: NonNullable<typeof known>): Promise<void> => {
    await writeJsonFile(path, next);
    known = next;
  };
  const settled = new Set<RecordId>();

  async function add(edits: Parameters<Journal['commit']>[0]['edits']): Promise<void> {
    try {
      await journal.commit({ id: newId(), command: 'person.link', edits }, 'jobs');
    } catch (error) {
      // It came from the centre in this moment.
      if (!(error instanceof TroubleError && error.code === 'RECORD_EXISTS')) throw error;
    }
  }

  async function giveRecord({ id, name }: Person): Promise<void> {
    if (settled.has(id)) return;
    const [state] = await journal.state([id]);
    if (state === undefined)
      await add([newRecord(id, 'person', name === '' ? {} : { name: name.slice(0, 300) })]);
    settled.add(id);
  }

  async function settle(person: Person, accounts: ReadonlySet<RecordId>): Promise<void> {
    await giveRecord(person);
    if (known === null || known.local === null || known.account === null) return;
    const { local, account } = known;
    const [state] = accounts.has(local) ? [] : await journal.state([local]);
    const view = state === undefined ? null : viewOf(state);
    if (view !== null && view.values['account'] === undefined) await add([setFields(view, { account })]);
    await write({ v: 1, local: null, account });
  }

  return {
    async noteLocal(person) {
      if (known === null) await write({ v: 1, local: person, account: null });
    },
    async signedIn(account) {
      if (known === null || known.local === null || known.account !== null) return;
      await write({ ...known, account: account.id });
      await giveRecord(account);
    },
    settle,
  };
}
