/**
 * How a document was left: page, size, turn, light, pairs. It is a comfort and no data: it lies in `localStorage`, the
 * last two hundred documents of it; what is damaged counts as never seen. Pure, but for the two functions at the end.
 */
import { z } from 'zod';
import { AS_SCANNED, adjustmentsSchema } from './adjustments.ts';
import { cleanRotation, WHOLE } from './stage-layout.ts';

const MOST = 200;
const KEY = 'viewer';

const viewSchema = z
  .object({
    fit: z.enum(['page', 'width', 'free']),
    zoom: z.number().min(0.05).max(500),
    x: z.number().min(-50).max(50),
    y: z.number().min(-50).max(50),
    rotation: z.number().transform(cleanRotation),
  })
  .catch(WHOLE);

const seenSchema = z.object({
  /** The document. */
  id: z.string(),
  /** The id of the page. */
  page: z.string().nullable().catch(null),
  view: viewSchema,
  adjustments: adjustmentsSchema.catch(AS_SCANNED),
  isDouble: z.boolean().catch(false),
  isCoverAlone: z.boolean().catch(true),
});
export type Seen = z.infer<typeof seenSchema>;

/** What is stored, the document left last in front; damaged entries are left out. */
export function readSeen(text: string | null): Seen[] {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(stored)) return [];
  return stored.slice(0, MOST).flatMap((each) => {
    const seen = seenSchema.safeParse(each);
    return seen.success ? [seen.data] : [];
  });
}

/** With this document in front; the one not looked at for longest falls out. */
export function withSeen(all: readonly Seen[], seen: Seen): Seen[] {
  return [seen, ...all.filter(({ id }) => id !== seen.id)].slice(0, MOST);
}

/** How a document was left; as at first when it was never seen. */
export function recallDocument(id: string): Seen {
  const seen = readSeen(stored()).find((each) => each.id === id);
  return (
    seen ?? { id, page: null, view: WHOLE, adjustments: AS_SCANNED, isDouble: false, isCoverAlone: true }
  );
}

export function rememberDocument(seen: Seen): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(withSeen(readSeen(stored()), seen)));
  } catch {
    // A full or forbidden storage: the document opens at its first page.
  }
}

function stored(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
