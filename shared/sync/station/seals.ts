/** The devices' words about replicas that this station keeps and hands on. */
import { fromHex, isSameBytes } from '../chain.ts';
import type { ReplicaId } from '../op.ts';
import type { Seal } from '../wire/messages.ts';
import type { Desk } from './desk.ts';

/** Keeps seals that are about the same chain as ours; one about what is not here yet cannot be told. */
export function keepSeals(desk: Desk, seals: readonly Seal[]): void {
  for (const seal of seals) if (isTrue(desk, seal)) desk.rows.saveSeal(seal);
}

/** The newest seal of a replica; none when what it sealed has lost its numbers since. */
export function sealOf(desk: Desk, replica: ReplicaId): Seal | null {
  const seal = desk.rows.seal(replica);
  return seal !== null && isTrue(desk, seal) ? seal : null;
}

function isTrue(desk: Desk, { replica, seq, hash }: Seal): boolean {
  if (seq > desk.place(replica).seq) return false;
  const here = desk.hashAt(replica, seq);
  return here !== null && isSameBytes(here, fromHex(hash));
}
