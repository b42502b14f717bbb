/** The beginning of a round: what is new in the vault and in the journal, and what is wanted because of it. */
import type { Remote } from '../../../../node/calls/port.ts';
import type { Vault } from '../../../../node/vault/vault-types.ts';
import type { FilesCalls } from './files-calls.ts';
import type { HoldFile } from './hold-file.ts';

/** What is chosen is looked through anew at most so often while records come in. */
const CHOOSE_EVERY_MS = 60_000;

export type Look = {
  go(): Promise<void>;
  /** What is wanted has just been laid down anew. */
  chosen(): void;
};

export function createLook(deps: {
  readonly store: Remote<FilesCalls>;
  readonly vault: Pick<Vault, 'heldFiles' | 'openBatches'>;
  readonly hold: HoldFile;
  readonly signal: AbortSignal;
}): Look {
  const { store, vault, hold, signal } = deps;
  let isFirst = true;
  let grew = false;
  let chosenAt = Number.NEGATIVE_INFINITY;
  let last: Promise<unknown> = Promise.resolve();

  async function go(): Promise<void> {
    const held = isFirst ? await vault.heldFiles() : [];
    for (let more = true; more && !signal.aborted;) {
      const staged = (await vault.openBatches()).flatMap(({ received, kept }) => [
        ...received.map(({ sha256, size }) => ({ sha256, size, isKept: false })),
        ...kept.map(({ sha256, size }) => ({ sha256, size, isKept: true })),
      ]);
      const looked = await store.look({ staged, held });
      more = looked.more;
      grew ||= looked.grew;
      isFirst = false;
    }
    if (!grew || performance.now() - chosenAt < CHOOSE_EVERY_MS) return;
    await store.choose({ choices: hold.read() });
    grew = false;
    chosenAt = performance.now();
  }

  return {
    go() {
      // One after the other: a round and a disk may look at the same time.
      const mine = last.then(go, go);
      last = mine;
      return mine;
    },
    chosen() {
      chosenAt = performance.now();
    },
  };
}
