/** The rules between the inventory of an object and those in its version folders. */
import { versionNumber, type CheckedInventory, type VersionInventory } from './check-inventory.ts';
import type { CheckedVersion } from './check-version.ts';
import type { Findings } from './findings.ts';
import { INVENTORY } from './inventory.ts';

/** Compares every version's own inventory with the object's; `older` are those that are not the same file. */
export function compareInventories(
  inventory: CheckedInventory,
  older: readonly VersionInventory[],
  findings: Findings,
): void {
  for (const { version, checked } of older) {
    const where = `${version}/${INVENTORY}`;
    compareIdentity(inventory, version, checked, findings, where);
    for (const [name, before] of checked.versions) {
      const now = inventory.versions.get(name);
      const place = `${where} ${name}`;
      // Beyond its own version an inventory cannot know anything.
      if (now === undefined || versionNumber(name) > versionNumber(version)) findings.add('E066', place);
      else
        compareVersion({ inventory: checked, version: before }, { inventory, version: now }, findings, place);
    }
  }
  compareSpecs(inventory, older, findings);
}

function compareIdentity(
  inventory: CheckedInventory,
  version: string,
  checked: CheckedInventory,
  findings: Findings,
  where: string,
): void {
  if (checked.id !== null && inventory.id !== null && checked.id !== inventory.id) {
    findings.add('E037', where);
    findings.add('E110', where);
  }
  if (checked.head !== null && checked.head !== version) findings.add('E040', where);
  const [before, now] = [checked.contentDirectory, inventory.contentDirectory];
  if (before !== null && now !== null && before !== now) {
    findings.add('E019', where);
    if (checked.setsContentDirectory && inventory.setsContentDirectory) findings.add('E020', where);
  }
}

type Side = { readonly inventory: CheckedInventory; readonly version: CheckedVersion };

function compareVersion(before: Side, now: Side, findings: Findings, where: string): void {
  if (!isSameState(before, now)) findings.add('E066', where);
  for (const key of ['created', 'message', 'user'] as const) {
    if (!isSameJson(before.version[key], now.version[key])) findings.add('W011', `${where}: ${key}`);
  }
}

/** The same logical paths with the same bytes; under different algorithms bytes are compared by where they lie. */
function isSameState(before: Side, now: Side): boolean {
  const sameAlgorithm = before.inventory.algorithm === now.inventory.algorithm;
  const [ours, theirs] = [pathsToDigests(before.version), pathsToDigests(now.version)];
  if (ours.size !== theirs.size) return false;
  for (const [path, digest] of ours) {
    const other = theirs.get(path);
    if (other === undefined) return false;
    if (sameAlgorithm) {
      if (digest.toLowerCase() !== other.toLowerCase()) return false;
    } else if (!sharesContent(before.inventory.manifest.get(digest), now.inventory.manifest.get(other))) {
      return false;
    }
  }
  return true;
}

function pathsToDigests(version: CheckedVersion): Map<string, string> {
  const digests = new Map<string, string>();
  for (const [digest, paths] of version.state) for (const path of paths) digests.set(path, digest);
  return digests;
}

function sharesContent(before: readonly string[] = [], now: readonly string[] = []): boolean {
  return before.some((path) => now.includes(path));
}

/** Equal but for the order of keys; these are small and checked before. */
function isSameJson(a: unknown, b: unknown): boolean {
  return sortedJson(a) === sortedJson(b);
}

function sortedJson(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Versions never go back to an older specification. */
function compareSpecs(
  inventory: CheckedInventory,
  older: readonly VersionInventory[],
  findings: Findings,
): void {
  const specs = older
    .map(({ version, checked }) => ({ version, spec: checked.spec }))
    .sort((a, b) => versionNumber(a.version) - versionNumber(b.version));
  let newest = '';
  for (const { version, spec } of [...specs, { version: '', spec: inventory.spec }]) {
    if (spec === null) continue;
    if (spec < newest) findings.add('E103', `${version}/${INVENTORY}`);
    newest = spec;
  }
}
