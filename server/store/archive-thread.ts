/**
 * A thread of one archive. In the role `write` it takes pushes, one after the other; in the role `read` it answers everything
 * else on pictures beside; in the role `snapshot` it makes what new stations begin with. All of them run the same service.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveCalls } from '../../node/calls/serve.ts';
import { threadData, threadPort } from '../../node/calls/thread.ts';
import { sha256 } from '../../node/sha256.ts';
import { createArchiveService } from '../../shared/sync/archive/archive-service.ts';
import type { Caller } from '../../shared/sync/archive/service-deps.ts';
import type { ArchiveThreadCalls, ArchiveThreadData, Asked } from './archive-calls.ts';
import { LOG_FILE, openArchiveFile, readArchiveFile, SNAPSHOTS_FOLDER } from './archive-file.ts';
import { createFacts } from './archive-facts.ts';
import { readDirectoryFile } from './directory-file.ts';
import { createDirectoryRows } from './directory-rows.ts';
import { createMembership } from './membership.ts';
import { createFolderShelf } from './snapshot-shelf.ts';
import { createSqliteArchiveStore } from './sqlite-archive-store.ts';
import { createAdd } from './take-add.ts';
import { isSignatureOf } from './verify.ts';

const { archive, folder, directory, role } = threadData() as ArchiveThreadData;
const file = join(folder, LOG_FILE);
// Whoever comes first makes it.
if (!existsSync(file)) openArchiveFile(file, archive).close();
const writer = role === 'write' ? openArchiveFile(file, archive) : null;
const reader = readArchiveFile(file);
const people = readDirectoryFile(directory);
const shelf = createFolderShelf(join(folder, SNAPSHOTS_FOLDER), Date.now);
const facts = createFacts(reader);
const devices = createDirectoryRows(people);

const store = createSqliteArchiveStore({ writer, reader });
const service = createArchiveService({
  store,
  shelf,
  hash: sha256,
  now: Date.now,
  newId: randomUUID,
  membership: createMembership(people, archive, Date.now),
  verify: isSignatureOf,
});

const calls: ArchiveThreadCalls = {
  hello: on((wire) => wire.hello),
  push: on((wire) => wire.push),
  add: createAdd({
    archive,
    store,
    service,
    hash: sha256,
    verify: isSignatureOf,
    keyOf: (id) => devices.device(id)?.key ?? null,
  }),
  pull: on((wire) => wire.pull),
  records: on((wire) => wire.records),
  history: on((wire) => wire.history),
  attention: on((wire) => wire.attention),
  decide: on((wire) => wire.decide),
  snapshot: on((wire) => wire.snapshot),
  standing: () => facts.standing(),
  named: (hashes) => facts.named(hashes),
  close: () => {
    for (const db of [reader, people, writer]) db?.close();
    return null;
  },
};
serveCalls(threadPort(), calls);

function on<Ask, Answer>(
  pick: (wire: ReturnType<typeof service.as>) => (ask: Ask) => Promise<Answer>,
): (input: Asked<Ask>) => Promise<Answer> {
  return ({ caller, ask }: { caller: Caller; ask: Ask }) => pick(service.as(caller))(ask);
}
