/** I18: a transaction, and a step of several, has its effect whole or not at all. */
import type { Copy, Ledger } from '../ledger.ts';
import { OracleError } from './oracle-error.ts';

/** @param isInState whether an op has its effect in the states of `name`; null: its number was given twice, and nobody can tell */
export function checkGroups(name: string, ledger: Ledger, isInState: (copy: Copy) => boolean | null): void {
  for (const [group, parts] of ledger.groups()) {
    const told = [...parts.values()].map((copies) =>
      copies.map((copy) => ({ ...copy, isIn: isInState(copy) })),
    );
    if (told.flat().some(({ isIn }) => isIn === null)) continue;
    const inside = told.filter((copies) => copies.some(({ isIn }) => isIn)).length;
    if (inside === 0 || inside === told.length) continue;
    const shown = told.flat().map(({ id, isIn }) => `${isIn === true ? '+' : '-'}${id}`);
    throw new OracleError(
      'WHOLE_OR_NOT',
      `${name} shows ${inside} of ${told.length} of ${group}: ${shown.join(' ')}`,
    );
  }
}
