/**
 * Where the window is, kept in the URL's hash so that Back, reload and a second window work. Pure functions and one
 * hook; nobody else touches `location`.
 */
import { useSyncExternalStore } from 'react';
import { isAsked, parseFindQuery, printFindQuery, type FindQuery } from './find-query.ts';

export type Route =
  | { readonly screen: 'top' }
  /**
   * `region`: chosen on that page when it opens. `at`: the page by its id, where its number is not known yet. `found`: what
   * was looked for, to be shown on the pages.
   */
  | {
      readonly screen: 'record';
      readonly id: string;
      readonly page: number | null;
      readonly region?: string;
      readonly at?: string;
      readonly found?: FindQuery;
    }
  | { readonly screen: 'find'; readonly query: FindQuery }
  | { readonly screen: 'unplaced' }
  /** What waits for a decision. `id`: the record that is decided about; null: the first one. */
  | { readonly screen: 'inbox'; readonly part: InboxPart; readonly id: string | null }
  | { readonly screen: 'bin' }
  | { readonly screen: 'tag'; readonly id: string }
  | { readonly screen: 'imports' }
  | { readonly screen: 'jobs' }
  | { readonly screen: 'import'; readonly id: string }
  /** The unit that is to be scanned; null: the one that is being scanned. */
  | { readonly screen: 'capture'; readonly unit: string | null }
  | { readonly screen: 'vocabulary' }
  | { readonly screen: 'templates' }
  | { readonly screen: 'fixity' }
  | { readonly screen: 'settings' }
  /** Null: its first page. */
  | { readonly screen: 'help'; readonly topic: string | null };

/** Values that disagree; codes that are given twice; work that the centre holds back. */
export type InboxPart = 'conflicts' | 'clashes' | 'held';

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const WITH_ID = new RegExp(
  `^#/(record|tag|import)/(${ID})(?:/([1-9]\\d{0,6})(?:/(${ID}))?)?(?:\\?(.*))?$`,
  's',
);
const IS_ID = new RegExp(`^${ID}$`);
const PLAIN = new Set([
  'unplaced',
  'bin',
  'imports',
  'jobs',
  'vocabulary',
  'templates',
  'fixity',
  'settings',
] as const);
const FIND = /^#\/find(?:\?(.*))?$/s;
const INBOX = new RegExp(`^#/inbox(?:/(clashes|held|${ID}))?$`);
const CAPTURE = new RegExp(`^#/capture(?:/(${ID}))?$`);
const HELP = /^#\/help(?:\/([a-z]{1,40}))?$/;
type PlainScreen = typeof PLAIN extends Set<infer S> ? S : never;

/** Reads a hash; whatever is not understood leads to the top of the catalogue. `page` counts from 1. */
export function parseRoute(hash: string): Route {
  const match = WITH_ID.exec(hash);
  if (match !== null) {
    const [, screen, id = '', page, region, search = ''] = match;
    if (screen === 'record') return recordRoute(id, page, region, search);
    if (screen === 'tag' || screen === 'import') return { screen, id };
  }
  return parsePlace(hash) ?? parsePlain(hash);
}

/** The screens with something of their own behind the name. */
function parsePlace(hash: string): Route | null {
  const find = FIND.exec(hash);
  if (find !== null) return { screen: 'find', query: parseFindQuery(find[1] ?? '') };
  const capture = CAPTURE.exec(hash);
  if (capture !== null) return { screen: 'capture', unit: capture[1] ?? null };
  const inbox = INBOX.exec(hash);
  if (inbox !== null) return inboxRoute(inbox[1] ?? null);
  const help = HELP.exec(hash);
  return help === null ? null : { screen: 'help', topic: help[1] ?? null };
}

function parsePlain(hash: string): Route {
  const word = hash.slice(2) as PlainScreen;
  return PLAIN.has(word) ? { screen: word } : { screen: 'top' };
}

function inboxRoute(part: string | null): Route {
  if (part === 'clashes' || part === 'held') return { screen: 'inbox', part, id: null };
  return { screen: 'inbox', part: 'conflicts', id: part };
}

function recordRoute(
  id: string,
  page: string | undefined,
  region: string | undefined,
  search: string,
): Route {
  const found = parseFindQuery(search);
  const at = new URLSearchParams(search).get('at') ?? '';
  return {
    screen: 'record',
    id,
    page: page === undefined ? null : Number(page),
    ...(region === undefined ? {} : { region }),
    ...(IS_ID.test(at) ? { at } : {}),
    ...(isAsked(found) ? { found } : {}),
  };
}

/** Writes a route as a hash that `parseRoute` reads back. */
export function printRoute(route: Route): string {
  switch (route.screen) {
    case 'top':
      return '#/';
    case 'record': {
      const place = [route.id, ...(route.page === null ? [] : [route.page, route.region])].filter(Boolean);
      const found = route.found === undefined ? '' : printFindQuery(route.found);
      const at = route.at === undefined ? '' : `at=${route.at}`;
      return withQuery(`#/record/${place.join('/')}`, [at, found].filter(Boolean).join('&'));
    }
    case 'find':
      return withQuery('#/find', printFindQuery(route.query));
    case 'tag':
    case 'import':
      return `#/${route.screen}/${route.id}`;
    case 'inbox':
      return withPlace('#/inbox', route.part === 'conflicts' ? route.id : route.part);
    case 'capture':
      return withPlace('#/capture', route.unit);
    case 'help':
      return withPlace('#/help', route.topic);
    default:
      return `#/${route.screen}`;
  }
}

function withPlace(hash: string, place: string | null): string {
  return place === null ? hash : `${hash}/${place}`;
}

function withQuery(hash: string, query: string): string {
  return query === '' ? hash : `${hash}?${query}`;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The present route; the component renders again when it changes. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseRoute(hash);
}

/** Goes to a route; `replace` leaves no trace in the history (page turning). */
export function goTo(route: Route, options: { replace?: boolean } = {}): void {
  const hash = printRoute(route);
  if (hash === window.location.hash) return;
  if (options.replace === true) window.history.replaceState(null, '', hash);
  else window.history.pushState(null, '', hash);
  // At once, and not when the browser finds time: the next key may come before that and means the new place.
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Goes to a record's own screen. */
export function goToRecord(id: string, page: number | null = null): void {
  goTo({ screen: 'record', id, page });
}
