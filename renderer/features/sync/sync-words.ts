/** Which words the exchange with the centre deserves. Pure. */
import type { SyncStatus } from '../../db/sync-status.ts';
import { printDecimal } from '../../ui/print-decimal.ts';

/** What translates a key of the message catalogues. */
type Translate = (key: string, values?: Record<string, unknown>) => string;

/** What of this station is not at the centre yet, in words: “12 records and 340 pages”; null when everything is. */
export function unsentWords({ unsent }: SyncStatus, language: string, t: Translate): string | null {
  const { ops, records, pages, files, bytes } = unsent;
  const parts = [
    records > 0 ? t('sync.unsent.records', { count: records }) : '',
    pages > 0 ? t('sync.unsent.pages', { count: pages }) : '',
    // Changes without a record of their own: taken back since, or written over.
    records + pages === 0 && ops > 0 ? t('sync.unsent.changes', { count: ops }) : '',
    files > 0 ? t('sync.unsent.files', { count: files, size: sizeWords(bytes, language, t) }) : '',
  ].filter((part) => part !== '');
  const last = parts.pop();
  if (last === undefined) return null;
  return parts.length === 0 ? last : t('sync.unsent.and', { first: parts.join(', '), last });
}

/** The one honest line about this station. */
export function syncLine(status: SyncStatus, language: string, t: Translate): string {
  if (status.link !== 'linked') return t(`sync.line.${status.link}`);
  const what = unsentWords(status, language, t);
  if (what === null) return t(status.lastComplete === null ? 'sync.line.never' : 'sync.line.all');
  return t('sync.line.unsent', { what });
}

/** What the sign adds to the line: the first thing that is in the way; null when nothing is. */
export function syncAside(status: SyncStatus, t: Translate): string | null {
  const key = asideKey(status);
  if (key !== null) return t(key);
  if (status.activity?.work === 'first') return t('sync.work.first');
  const wait = waitOfFiles(status);
  return wait === null ? null : t(`sync.aside.${wait.why}`, { when: hourOf(wait.until) });
}

/** Why files that are not at the centre yet stay here although the line is free; null when nothing of the kind is so. */
export function waitOfFiles({ link, state, filesWait, unsent }: SyncStatus): SyncStatus['filesWait'] {
  const isFree = link === 'linked' && (state === 'resting' || state === 'working');
  return isFree && unsent.files > 0 ? filesWait : null;
}

/** An hour of today or tomorrow, by the machine's clock. */
function hourOf(iso: string): string {
  return new Date(iso).toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit' });
}

function asideKey({ link, state, person, clock, trouble }: SyncStatus): string | null {
  if (link !== 'linked') return null;
  // Stopped because nobody is signed in is told as just that.
  if (state === 'stopped' && (person !== null || trouble?.code !== 'SIGN_IN_NEEDED'))
    return 'sync.aside.stopped';
  if (person === null) return 'sync.aside.nobody';
  if (state === 'paused') return 'sync.aside.paused';
  if (state === 'waiting') return trouble?.code === 'OFFLINE' ? 'sync.aside.offline' : 'sync.aside.waiting';
  return clock === null ? null : 'sync.aside.clock';
}

/** How the sign in the status bar is to look: what needs a person stands out. */
export function syncTone({ state, clock, trouble, person, link }: SyncStatus): 'fine' | 'busy' | 'warn' {
  if (state === 'stopped' || clock !== null || (link === 'linked' && person === null)) return 'warn';
  if (state === 'waiting') return trouble?.code === 'OFFLINE' ? 'fine' : 'warn';
  return state === 'working' ? 'busy' : 'fine';
}

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** By how much the clock is wrong: `{ key: 'ahead.days', count: 3 }`, in the largest unit of which there is more than one and a half. */
export function clockWords(seconds: number): { key: string; count: number } {
  const way = seconds > 0 ? 'ahead' : 'behind';
  const size = Math.abs(seconds);
  if (size >= 1.5 * DAY_S) return { key: `${way}.days`, count: Math.round(size / DAY_S) };
  if (size >= 1.5 * HOUR_S) return { key: `${way}.hours`, count: Math.round(size / HOUR_S) };
  return { key: `${way}.minutes`, count: Math.round(size / MINUTE_S) };
}

/** How long nobody may try: `{ key: 'seconds', count: 30 }`; from a minute and a half on in minutes. */
export function lockWords(seconds: number): { key: string; count: number } {
  return seconds < 1.5 * MINUTE_S
    ? { key: 'seconds', count: seconds }
    : { key: 'minutes', count: Math.ceil(seconds / MINUTE_S) };
}

/** Bytes as people write them: `1.2 GB`, `340 MB`. */
export function sizeWords(bytes: number, language: string, t: Translate): string {
  const [unit, size] =
    bytes >= 1e9 ? ['gb', bytes / 1e9] : bytes >= 1e6 ? ['mb', bytes / 1e6] : ['kb', bytes / 1e3];
  return t(`sync.size.${unit}`, { size: printDecimal(size, language, size < 10 ? 1 : 0) });
}
