/** Every writer gets a new replica, because another station may be writing under the old ones; in the caller's transaction. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { WRITERS } from './journal-calls.ts';
import { createMeta } from './meta.ts';
import { createReplicas } from './replicas.ts';

/** What was here until now, `Meta.renewed` tells: what comes after it under the old ids was written by the other one. */
export function giveNewReplicas(db: Database): void {
  const meta = createMeta(db);
  createReplicas(db).renew(WRITERS);
  meta.set('renewed', meta.localNumber());
}
