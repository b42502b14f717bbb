/** The sections of the settings in their order; each is a `Section` with this id. */
export const SECTIONS = [
  'look',
  'archive',
  'templates',
  'folder',
  'sync',
  'backup',
  'disk',
  'reading',
  'search',
  'synonyms',
  'diagnostics',
  'about',
] as const;
