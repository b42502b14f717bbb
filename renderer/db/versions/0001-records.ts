import type { SchemaVersion } from '../schema-version.ts';

export const version0001: SchemaVersion = {
  version: 1,
  stores: {
    // `place` is absent on binned records, `binned` on all others, `tags` where there are none: an index
    // holds only the rows that have its key, so a list never has to filter, and most rows touch two indexes only.
    records: 'id, n, [place+sort], *tags, binned',
    meta: 'key',
    searchChunks: '[generation+no]',
    searchSnapshots: 'generation',
  },
  why: 'The copy of the catalogue that follows the journal, and the search index kept with it.',
};
