/** What the inbox shows of records and does not own: the pieces of the catalogue, handed in where the window is put together. */
import type { ComponentType } from 'react';
import type { Json } from '../../../shared/json.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';

export type InboxParts = {
  /** All that is to be decided about a record. */
  readonly Decisions: ComponentType<{ record: CatalogueRecord; hasKeys: boolean }>;
  readonly FieldName: ComponentType<{ field: string }>;
  readonly ValueText: ComponentType<{ field: string; value: Json }>;
  readonly WhoWhen: ComponentType<{ by: string; at: string; op?: string }>;
  /** Gives a record another number. */
  readonly Renumber: ComponentType<{ record: CatalogueRecord; onClose: () => void }>;
};
