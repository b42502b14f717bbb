/**
 * Terms as a tree of their letters, in typed arrays: a node is a letter with its first child and its next sibling. Half a million terms
 * of noisy pages share their beginnings, so that a walk by the cost of what was read so far touches few of them.
 */

/** Of a node; 0 is the root. */
export type TermNode = number;

export type SuspectTree = {
  /** Nodes, the root with them. */
  readonly nodes: number;
  readonly bytes: number;
  /** The node at the end of a term, made when it is not there. */
  put(term: string): TermNode;
  /** 0 when it is not there. */
  find(term: string): TermNode;
  firstChild(node: TermNode): TermNode;
  nextSibling(node: TermNode): TermNode;
  letter(node: TermNode): number;
  /** A number of the caller's own for each node; 0 until it is set. */
  mark(node: TermNode): number;
  setMark(node: TermNode, mark: number): void;
};

export function createSuspectTree(): SuspectTree {
  let room = 1 << 10;
  let letters = new Uint16Array(room);
  let children = new Uint32Array(room);
  let siblings = new Uint32Array(room);
  let marks = new Uint32Array(room);
  let nodes = 1;

  const grow = (): void => {
    room = Math.ceil(room * 1.5);
    letters = copied(letters, new Uint16Array(room));
    children = copied(children, new Uint32Array(room));
    siblings = copied(siblings, new Uint32Array(room));
    marks = copied(marks, new Uint32Array(room));
  };
  const childOf = (node: TermNode, letter: number): TermNode => {
    let child = children[node] ?? 0;
    while (child !== 0 && letters[child] !== letter) child = siblings[child] ?? 0;
    return child;
  };
  const grownChild = (node: TermNode, letter: number): TermNode => {
    if (nodes === room) grow();
    const child = nodes++;
    letters[child] = letter;
    siblings[child] = children[node] ?? 0;
    children[node] = child;
    return child;
  };
  return {
    get nodes() {
      return nodes;
    },
    get bytes() {
      return letters.byteLength + children.byteLength + siblings.byteLength + marks.byteLength;
    },
    put(term) {
      let node = 0;
      for (let i = 0; i < term.length; i++) {
        const letter = term.charCodeAt(i);
        const known = childOf(node, letter);
        node = known === 0 ? grownChild(node, letter) : known;
      }
      return node;
    },
    find(term) {
      let node = 0;
      for (let i = 0; i < term.length; i++) {
        node = childOf(node, term.charCodeAt(i));
        if (node === 0) return 0;
      }
      return node;
    },
    firstChild: (node) => children[node] ?? 0,
    nextSibling: (node) => siblings[node] ?? 0,
    letter: (node) => letters[node] ?? 0,
    mark: (node) => marks[node] ?? 0,
    setMark(node, mark) {
      marks[node] = mark;
    },
  };
}

function copied<T extends Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
