/** What waits for a decision, with the catalogue's own pieces for records, fields and values. */
import { Conflicts } from '../features/catalogue/conflicts.tsx';
import { RenumberDialog } from '../features/catalogue/renumber-dialog.tsx';
import { FieldName, ValueText, WhoWhen } from '../features/catalogue/value-text.tsx';
import { InboxPage } from '../features/inbox/inbox-page.tsx';
import type { InboxParts } from '../features/inbox/inbox-parts.ts';
import type { Route } from '../ui/route.ts';

const PARTS: InboxParts = { Decisions: Conflicts, FieldName, ValueText, WhoWhen, Renumber: RenumberDialog };

type InboxAreaProps = { route: Extract<Route, { screen: 'inbox' }> };

export function InboxArea({ route }: InboxAreaProps) {
  return <InboxPage part={route.part} id={route.id} parts={PARTS} />;
}
