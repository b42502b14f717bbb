/** What the thread of the page-text index answers, and what it asks its host for; `text-index.ts` is the only caller. */
import type { FindingStatus } from '../../../shared/rpc/contract-finding.ts';
import type { LostPage } from './lost-pages.ts';
import type { AskingCalls } from './serve-asking.ts';
import type { Grant } from '../../../shared/model/access.ts';

export type TextIndexData = {
  /** `text.db`. */
  readonly path: string;
  /** `journal.db`, which is read only. */
  readonly journal: string;
  /** The vault's folder, of which readings are read. */
  readonly vault: string;
  /** What this host may find. */
  readonly grant: Grant;
  /** The top of the program, where its lexicon lies. */
  readonly program: string;
};

/** In the role `check` a thread only looks whether the file is sound. */
export type TextThreadData =
  (TextIndexData & { readonly role: 'serve' }) | { readonly role: 'check'; readonly path: string };

export type CheckCalls = { isSound(input: null): boolean };

/** `none`: it works. `filling`: it follows changes only. `all`: it writes nothing. */
export type Hold = 'none' | 'filling' | 'all';

export type TextIndexCalls = AskingCalls & {
  /** The journal has grown. */
  follow(input: null): null;
  /** Readings came that were elsewhere: pages that lacked them are looked at again. */
  filesCame(input: null): null;
  hold(input: Hold): null;
  status(input: null): Promise<FindingStatus>;
  rebuild(input: null): Promise<null>;
  lostPages(input: null): Promise<LostPage[]>;
  /** Answers to what the thread asked for. */
  located(input: { readonly no: number; readonly path: string | null }): null;
  ownTexts(input: { readonly no: number; readonly texts: readonly (string | null)[] | null }): null;
  checked(input: { readonly no: number; readonly isSound: boolean | null }): null;
  close(input: null): Promise<null>;
};

/** What the thread tells and asks, by events. */
export type TextIndexEvents = {
  readonly changed: FindingStatus;
  readonly locate: { readonly no: number; readonly sha256: string };
  readonly ownTexts: {
    readonly no: number;
    readonly sha256: string;
    readonly indexes: readonly number[];
  };
  /** Whether the file is sound, looked at by another thread; null: that could not be found out. */
  readonly check: { readonly no: number };
  /** Something went wrong that it goes on from; for the log. */
  readonly trouble: { readonly what: string; readonly message: string };
};
