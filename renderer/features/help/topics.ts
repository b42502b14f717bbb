/** What the help tells about, in the order of its contents; each is one Markdown page in every language. Pure. */
import type { Route } from '../../ui/route.ts';

export const TOPICS = [
  'begin',
  'describe',
  'import',
  'scan',
  'view',
  'tags',
  'find',
  'batch',
  'together',
  'backup',
  'trouble',
] as const;
export type Topic = (typeof TOPICS)[number];

/** The topic of this name; the first one for a name that no page has. */
export function topicOf(name: string | null): Topic {
  return TOPICS.find((topic) => topic === name) ?? 'begin';
}

const BY_SCREEN: Readonly<Partial<Record<Route['screen'], Topic>>> = {
  record: 'describe',
  find: 'find',
  templates: 'describe',
  unplaced: 'import',
  imports: 'import',
  jobs: 'import',
  import: 'import',
  capture: 'scan',
  tag: 'tags',
  vocabulary: 'tags',
  bin: 'describe',
  inbox: 'together',
  fixity: 'backup',
  settings: 'backup',
};

/** What a person most likely asks about who calls for help on this screen. */
export function topicFor(screen: Route['screen']): Topic {
  return BY_SCREEN[screen] ?? 'begin';
}

/** The topic that a link inside a page leads to (`find.md`); null for any other address. */
export function linkedTopic(href: string | undefined): Topic | null {
  const name = /^(?<name>[a-z]+)\.md$/.exec(href ?? '')?.groups?.['name'];
  return TOPICS.find((topic) => topic === name) ?? null;
}
