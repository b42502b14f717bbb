/** The sign of each type of record, the same in every list. */
import type { IconName } from './icons.tsx';

const ICONS: Readonly<Record<string, IconName>> = {
  fonds: 'fonds',
  section: 'section',
  inventory: 'inventory',
  heading: 'heading',
  unit: 'unit',
  volume: 'volume',
  document: 'document',
  page: 'page',
  region: 'fit',
  tag: 'tag',
  import: 'imports',
};

export function iconOf(type: string): IconName {
  return ICONS[type] ?? 'info';
}
