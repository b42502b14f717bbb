/** The full reference code of a record in the language of the window. Pure. */
import { composeReferenceCode } from '../../shared/model/compose-code.ts';
import { printReferenceCode } from '../../shared/model/print-reference-code.ts';
import type { Language } from '../../shared/model/record-types.ts';
import { numberOf } from '../../shared/model/record-values.ts';
import type { Labelled } from './record-label.ts';

/** `chain`: from the fonds down to the record itself. Null where no fonds with a number stands at the top. */
export function fullCodeOf(chain: readonly Labelled[], language: Language): string | null {
  const code = composeReferenceCode(chain.map(({ t, values }) => ({ type: t, number: numberOf(values) })));
  return code === null ? null : printReferenceCode(code, language);
}
