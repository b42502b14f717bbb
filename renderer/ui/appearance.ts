/**
 * How the window looks in this profile: light or dark, size of the type, widths of the panes. It is a taste and no data:
 * it lies in `localStorage`, and without it (or damaged) the window looks as at first.
 */
import { useSyncExternalStore } from 'react';
import { z } from 'zod';

export const THEMES = ['system', 'light', 'dark'] as const;

/** Per cent of the usual type. */
export const TYPE_SIZES = [100, 125, 150] as const;

/** Columns of a list that a person may leave out; number and title always stand. */
export const COLUMNS = ['dates', 'tags', 'pages'] as const;
export type Column = (typeof COLUMNS)[number];

/** What a list can be sorted by, beside its own order. */
const SORTS = ['number', 'title', 'dates', 'tags', 'pages'] as const;
const sortSchema = z.object({ by: z.enum(SORTS), down: z.boolean() });
export type RememberedSort = z.infer<typeof sortSchema>;

/** Widths of the side panes in rem, so that they grow with the type. */
export const PANES = {
  left: { min: 10, max: 30, first: 17 },
  right: { min: 13, max: 36, first: 19 },
} as const;
export type Pane = keyof typeof PANES;

const paneSchema = ({ min, max, first }: (typeof PANES)[Pane]) =>
  z
    .number()
    .transform((width) => Math.min(max, Math.max(min, width)))
    .catch(first);

/** Every part for itself: one that cannot be read takes no other with it. */
const appearanceSchema = z.object({
  theme: z.enum(THEMES).catch('system'),
  size: z.literal(TYPE_SIZES).catch(100),
  left: paneSchema(PANES.left),
  right: paneSchema(PANES.right),
  list: z.enum(['rows', 'pictures']).catch('rows'),
  columns: z.array(z.enum(COLUMNS)).catch(['dates', 'pages']),
  /** By the kind of list: documents are sorted otherwise than fonds. */
  sorts: z.record(z.string().max(20), sortSchema).catch({}),
});
export type Appearance = z.infer<typeof appearanceSchema>;

/** Reads what is stored; anything else is the look at first. */
export function readAppearance(text: string | null): Appearance {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '{}');
  } catch {
    stored = {};
  }
  return appearanceSchema.catch(() => appearanceSchema.parse({})).parse(stored);
}

const USUAL_TYPE_PX = 16;
/** Up to this the inspector stands below the list. */
const NARROW_REM = 56.25;
/** Up to this lists leave columns out. */
const TIGHT_REM = 47.5;

const KEY = 'appearance';
const listeners = new Set<() => void>();
let current: Appearance | undefined;

function stored(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function getAppearance(): Appearance {
  return (current ??= readAppearance(stored()));
}

/** Changes the look at once, and for the next start as well where the profile can keep it. */
export function setAppearance(change: Partial<Appearance>): void {
  current = appearanceSchema.parse({ ...getAppearance(), ...change });
  try {
    window.localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A full or forbidden storage: the look holds until the window is closed.
  }
  paint();
  for (const listener of Array.from(listeners)) listener();
}

export function useAppearance(): Appearance {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, getAppearance);
}

/** Paints the window as it was left, and follows the system and other windows of this profile. */
export function startAppearance(): void {
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
  window.addEventListener('resize', paint);
  window.addEventListener('storage', (event) => {
    if (event.key !== KEY) return;
    current = readAppearance(event.newValue);
    paint();
    for (const listener of Array.from(listeners)) listener();
  });
  paint();
}

function paint(): void {
  const { theme, size } = getAppearance();
  const isDark =
    theme === 'dark' || (theme === 'system' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  const root = document.documentElement;
  root.dataset['theme'] = isDark ? 'dark' : 'light';
  root.style.fontSize = `${size}%`;
  // Media queries know nothing of the type that was chosen, and Chromium judges container queries in rem by the old one.
  const room = window.innerWidth / ((USUAL_TYPE_PX * size) / 100);
  root.toggleAttribute('data-narrow', room <= NARROW_REM);
  root.toggleAttribute('data-tight', room <= TIGHT_REM);
}
