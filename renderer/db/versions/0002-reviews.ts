import type { SchemaVersion } from '../schema-version.ts';

export const version0002: SchemaVersion = {
  version: 2,
  stores: {
    // `review` is there only where a person has to decide: the list of these is read without a look at any other row.
    records: 'id, n, [place+sort], *tags, binned, review',
  },
  // Without its cursor a copy counts as empty: it is made anew from the journal, and then every row has what it is to have.
  upgrade: (transaction) => transaction.table('meta').clear(),
  why: 'Records that wait for a decision are found over the whole archive.',
};
