/**
 * What pages hang below, in memory: some 25 bytes a record. Whether a page may be shown, its unit, its fonds and its years come
 * from those above it, so that a fonds that goes into the bin, is moved or closed, changes no row of any page. Settled anew
 * when something above others changed, which takes 20 ms for 400,000 records.
 */
import { grown } from './grown.ts';
import { effectiveAccess, mayBeFound, type Grant } from '../../../shared/model/access.ts';
import { LEVELS } from '../../../shared/model/record-types.ts';
import { ACCESSES, type OwnAccess } from './page-facts.ts';

type NodeFacts = {
  /** Its record type; empty when it is known only from what names it. */
  readonly t: string;
  /** The node above; 0: none. */
  readonly parent: number;
  /** Its own days as YYYYMMDD; 0 when unknown. */
  readonly first: number;
  readonly last: number;
  readonly access: OwnAccess;
  readonly deleted: boolean;
};

export type NodeTree = {
  put(node: number, facts: NodeFacts): void;
  remove(node: number): void;
  /** Neither in the bin nor below anything that is, and not refused by who may see it. */
  isShown(node: number): boolean;
  /** Not refused; it may lie in the bin. */
  isGranted(node: number): boolean;
  /** Whether a page with this access of its own (its place in `ACCESSES`) under the node is shown. */
  showsPage(node: number, accessCode: number): boolean;
  /** Whether a page with this access of its own under the node may be in the index at all. */
  grantsPage(node: number, accessCode: number): boolean;
  /** The unit that it is or belongs to; 0 when none. A volume belongs to its unit. */
  unitOf(node: number): number;
  /** The fonds that it is or belongs to; 0 when none. */
  fondsOf(node: number): number;
  parentOf(node: number): number;
  typeOf(node: number): string;
  /** Its days, or those of the unit that it belongs to: YYYYMMDD, 0 when unknown on that side. */
  daysOf(node: number): { readonly first: number; readonly last: number };
  isWithin(node: number, above: number): boolean;
  /** One more than the highest number of a node. */
  readonly size: number;
};

/** A number for each; pages have a table of their own. */
const TYPES: readonly string[] = ['', 'archive', ...LEVELS.filter((level) => level !== 'page')];
const [FONDS, UNIT] = [TYPES.indexOf('fonds'), TYPES.indexOf('unit')];
/** What takes its days from what it hangs under: those of a fonds say nothing about one unit of it. */
const TAKES_DAYS: ReadonlySet<number> = new Set(
  (['volume', 'document'] as const).map((type) => TYPES.indexOf(type)),
);
/** Where nobody said anything. */
const UNSAID = ACCESSES.indexOf(effectiveAccess([]));

const DELETED = 1;
const SETTLED = 2;
const BINNED = 4;
const HAS_CHILDREN = 8;
/** Under way while it is settled: two stations can hang two records under each other. */
const OPEN = 16;

/** `grant`: what this host may find. */
export function createNodeTree(grant: Grant): NodeTree {
  const granted = ACCESSES.map((access) => mayBeFound(effectiveAccess([access]), grant));
  let size = 1;
  let parents = new Int32Array(1024);
  let types = new Uint8Array(1024);
  let flags = new Uint8Array(1024);
  let own = new Uint8Array(1024);
  let firsts = new Int32Array(1024);
  let lasts = new Int32Array(1024);
  let access = new Uint8Array(1024);
  let units = new Int32Array(1024);
  let fonds = new Int32Array(1024);
  let days = new Int32Array(1024);
  let isDirty = false;

  function grow(room: number): void {
    parents = grown(parents, room);
    types = grown(types, room);
    flags = grown(flags, room);
    own = grown(own, room);
    firsts = grown(firsts, room);
    lasts = grown(lasts, room);
    access = grown(access, room);
    units = grown(units, room);
    fonds = grown(fonds, room);
    days = grown(days, room);
  }

  const at = (array: Int32Array | Uint8Array, node: number): number => array[node] ?? 0;
  const has = (node: number, flag: number): boolean => (at(flags, node) & flag) !== 0;

  /** From the node upwards to what is settled, and down again. */
  function settle(node: number): void {
    if (isDirty) {
      for (let each = 1; each < size; each++) flags[each] = at(flags, each) & ~SETTLED;
      isDirty = false;
    }
    const path: number[] = [];
    for (let each = node; each > 0 && !has(each, SETTLED | OPEN); each = at(parents, each)) {
      flags[each] = at(flags, each) | OPEN;
      path.push(each);
    }
    for (const each of path.reverse()) inherit(each);
  }

  function inherit(node: number): void {
    const above = at(parents, node);
    const isBinned = has(node, DELETED) || (above > 0 && has(above, BINNED));
    flags[node] = (at(flags, node) & ~(OPEN | BINNED)) | SETTLED | (isBinned ? BINNED : 0);
    access[node] = at(own, node) === 0 ? (above > 0 ? at(access, above) : UNSAID) : at(own, node);
    const type = at(types, node);
    units[node] = type === UNIT ? node : above > 0 ? at(units, above) : 0;
    fonds[node] = type === FONDS ? node : above > 0 ? at(fonds, above) : 0;
    const isDated = at(firsts, node) !== 0 || at(lasts, node) !== 0;
    days[node] = isDated || !TAKES_DAYS.has(type) || above === 0 ? node : at(days, above);
  }

  const settled = (node: number): number => {
    if (isDirty || !has(node, SETTLED)) settle(node);
    return node;
  };
  const effective = (node: number, accessCode: number): number =>
    accessCode === 0 ? at(access, settled(node)) : accessCode;

  return {
    get size() {
      return size;
    },
    put(node, facts) {
      grow(node + 1);
      if (node >= size) size = node + 1;
      if (has(node, HAS_CHILDREN)) isDirty = true;
      parents[node] = facts.parent;
      types[node] = Math.max(0, TYPES.indexOf(facts.t));
      own[node] = ACCESSES.indexOf(facts.access);
      firsts[node] = facts.first;
      lasts[node] = facts.last;
      flags[node] = (at(flags, node) & HAS_CHILDREN) | (facts.deleted ? DELETED : 0);
      if (facts.parent > 0) {
        grow(facts.parent + 1);
        if (facts.parent >= size) size = facts.parent + 1;
        flags[facts.parent] = at(flags, facts.parent) | HAS_CHILDREN;
      }
    },
    remove(node) {
      if (node >= size) return;
      if (has(node, HAS_CHILDREN)) isDirty = true;
      flags[node] = (at(flags, node) & HAS_CHILDREN) | DELETED;
    },
    isShown: (node) => !has(settled(node), BINNED) && granted[at(access, node)] === true,
    isGranted: (node) => granted[at(access, settled(node))] === true,
    showsPage: (node, accessCode) =>
      !has(settled(node), BINNED) && granted[effective(node, accessCode)] === true,
    grantsPage: (node, accessCode) => granted[effective(node, accessCode)] === true,
    unitOf: (node) => at(units, settled(node)),
    fondsOf: (node) => at(fonds, settled(node)),
    parentOf: (node) => at(parents, node),
    typeOf: (node) => TYPES[at(types, node)] ?? '',
    daysOf(node) {
      const from = at(days, settled(node));
      return { first: at(firsts, from), last: at(lasts, from) };
    },
    isWithin(node, above) {
      let each = node;
      // Deeper than any levels go is only a circle.
      for (let depth = 0; each > 0 && depth < 40; depth++) {
        if (each === above) return true;
        each = at(parents, each);
      }
      return false;
    },
  };
}
