import type { SchemaVersion } from '../schema-version.ts';

export const deskVersion0001: SchemaVersion = {
  version: 1,
  stores: {
    pointers: 'archive',
    drafts: '[archive+key]',
  },
  why: 'What outlives a rebuild of the catalogue copy: which copy is the complete one, and text that is still being typed.',
};
