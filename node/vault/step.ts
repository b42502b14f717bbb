import type { CheckSink, DigestSink } from '../files/hash-file.ts';

/** Named moments on the way of a file, so that tests can end the process at each of them; the product does nothing there. */
export const STEPS = [
  'part written',
  'part synced',
  'received',
  'read again',
  'renamed',
  'kept',
  'batch written',
  'inventories written',
  'object placed',
  'object indexed',
  'staging removed',
] as const;
export type Step = (name: (typeof STEPS)[number]) => void;

/** What work on files needs from outside. */
export type Means = {
  readonly newSink: () => DigestSink;
  readonly newCheck: () => CheckSink;
  readonly step: Step;
};
