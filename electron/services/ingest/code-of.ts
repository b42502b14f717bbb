/** The reference code of a record, from the numbers of those above it. */
import { composeReferenceCode, type NumberedLevel } from '../../../shared/model/compose-code.ts';
import { printReferenceCode } from '../../../shared/model/print-reference-code.ts';
import { numberOf, parentOf } from '../../../shared/model/record-values.ts';
import type { Language } from '../../../shared/model/record-types.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';

/** Deeper than any chain of levels; a longer one is a ring that two stations made. */
const MAX_DEPTH = 50;

/** Empty when no fonds with a number stands above. */
export async function codeOf(
  journal: Pick<Journal, 'state'>,
  record: string,
  language: Language = 'ru',
): Promise<string> {
  const chain: NumberedLevel[] = [];
  let at: string | null = record;
  for (let depth = 0; at !== null && depth < MAX_DEPTH; depth++) {
    const [state] = await journal.state([at]);
    if (state === undefined) break;
    const { values } = viewOf(state);
    chain.push({ type: state.t, number: numberOf(values) });
    at = parentOf(values);
  }
  const code = composeReferenceCode(chain);
  return code === null ? '' : printReferenceCode(code, language);
}
