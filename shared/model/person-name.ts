/** What a person is called: by the account that they signed in to, else by what their station knew of them. */
import type { RecordId } from '../sync/op.ts';
import { textOf, type Values } from './record-values.ts';

/** An account is a person of its own, so one step is the rule; a ring of accounts that stations made has an end too. */
const MOST_STEPS = 3;

/**
 * The name of the person `id`; null when nobody wrote one.
 *
 * @param valuesOf the shown values of a person's record; null when it is not here
 */
export async function personName(
  id: RecordId,
  valuesOf: (id: RecordId) => Promise<Values | null>,
): Promise<string | null> {
  let name: string | null = null;
  let next: RecordId | null = id;
  for (let step = 0; next !== null && step < MOST_STEPS; step++) {
    const values: Values = (await valuesOf(next)) ?? {};
    name = textOf(values, 'name') ?? name;
    next = textOf(values, 'account');
  }
  return name;
}
