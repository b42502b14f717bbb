/** For tests: ways to break a drafted object. */
import { DIGEST_A, draftSmallObject, type InventoryDraft, type ObjectDraft } from './fixture-object.ts';

/** The codes that a fault has, what it is, and a draft with it. */
export type Fault = readonly [codes: string, what: string, make: () => ObjectDraft];

/** Changes all inventories of a one-version object alike. */
export function edit(change: (inventory: InventoryDraft) => void): ObjectDraft {
  const draft = draftSmallObject();
  const inventory = structuredClone(draft.inventories['']) as InventoryDraft;
  change(inventory);
  draft.inventories = { v1: inventory, '': inventory };
  return draft;
}

/** Changes the only version of a one-version object. */
export function editVersion(change: (version: Record<string, unknown>) => void): ObjectDraft {
  return edit((inventory) =>
    change((inventory.versions as Record<string, Record<string, unknown>>)['v1'] ?? {}),
  );
}

/** Changes a one-version or two-version object in any way. */
export function touch(draft: ObjectDraft, change: (draft: ObjectDraft) => void): ObjectDraft {
  change(draft);
  return draft;
}

export function rootOf(draft: ObjectDraft): InventoryDraft {
  return draft.inventories[''] as InventoryDraft;
}

export const state = (paths: unknown) => (version: Record<string, unknown>) => {
  version['state'] = { [DIGEST_A]: paths };
};
export const manifest = (paths: unknown) => (inventory: InventoryDraft) => {
  inventory.manifest = { [DIGEST_A]: paths };
};

/** The name of a small object's version as keys, paths and folders have it. */
export function renamed(from: string, to: string): ObjectDraft {
  const text = JSON.stringify(draftSmallObject().inventories['']).replaceAll(`"${from}`, `"${to}`);
  return touch(draftSmallObject(), (draft) => {
    const inventory = JSON.parse(text) as InventoryDraft;
    draft.inventories = { [to]: inventory, '': inventory };
    draft.files = { '0=ocfl_object_1.1': 'ocfl_object_1.1\n', [`${to}/content/a.tif`]: 'first leaf' };
  });
}
