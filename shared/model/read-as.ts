/**
 * In which languages the pages below a record are read: what a person set on it or above it, else the languages of its
 * description. The nearest record that says something decides. Pure.
 */
import { MOST_MODELS, readAsSchema } from './reading-model.ts';
import { membersOf, type Values } from './record-values.ts';

/** `by`: set for reading, or only described as the language of the documents. */
export type ReadAs<R> = {
  readonly models: readonly string[];
  readonly from: R;
  readonly by: 'set' | 'described';
};

/** `chain`: the record itself and those above it, the nearest first; null when nobody says anything. */
export function readAsOf<R extends { readonly values: Values }>(chain: readonly R[]): ReadAs<R> | null {
  for (const from of chain) {
    const models = readAsSetOn(from.values);
    if (models !== null) return { models, from, by: 'set' };
  }
  for (const from of chain) {
    const described = membersOf(from.values, 'languages').slice(0, MOST_MODELS);
    if (described.length > 0) return { models: described, from, by: 'described' };
  }
  return null;
}

/** What a person set on this very record; null when it follows what is above it. */
export function readAsSetOn(values: Values): readonly string[] | null {
  const set = readAsSchema.safeParse(Object.hasOwn(values, 'readAs') ? values['readAs'] : null);
  return set.success ? set.data : null;
}
