/**
 * A database in memory that behaves like one on a disk where it matters here: what a transaction did is there whole or
 * not at all, a crash throws away what is open, and a copy of it is the image of a disk. Rows are never changed in place.
 */

/** Stands for the end of a process: nothing may catch it and go on. */
export class Crash extends Error {
  constructor(point: string) {
    super(`crash at ${point}`);
    this.name = 'Crash';
  }
}

/**
 * Where a process is to die: in the `nth` call of `call` (any call when null) from now on, at its beginning, at its
 * `write`th change of a row, right before its commit, or after it and before anyone hears of it.
 */
export type CrashPlan = {
  readonly call: string | null;
  readonly phase: 'begin' | 'write' | 'commit' | 'done';
  readonly nth: number;
  readonly write: number;
};

export type Table<Row> = {
  get(key: string): Row | undefined;
  has(key: string): boolean;
  put(key: string, row: Row): void;
  delete(key: string): void;
  /** In the order of insertion. */
  values(): IterableIterator<Row>;
  keys(): IterableIterator<string>;
  entries(): IterableIterator<[string, Row]>;
  readonly size: number;
};

/** Hears each transaction that is about to commit, with the tables it changed; throwing takes it back and ends the run. */
export type Guard = (call: string, changes: readonly RowChange[]) => void;
export type RowChange = {
  readonly table: string;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
};

export type MemoryDb = {
  table<Row>(name: string): Table<Row>;
  /**
   * Runs `work` as the named call: whole, or not at all when it throws. Inside of another one it is part of that. A name that
   * begins with @ is the simulator's own doing, and nobody dies in it.
   */
  transaction<T>(call: string, work: () => T): T;
  /** The same for work that waits in between; nothing else may be asked of the database meanwhile. */
  longTransaction<T>(call: string, work: () => Promise<T>): Promise<T>;
  /** Says where to die next; null: nowhere. */
  plan(crash: CrashPlan | null): void;
  /** Whether a planned crash is still to come. */
  isPlanned(): boolean;
  guard(guard: Guard): void;
  /** The image of the disk as it is; without plans and guards. */
  copy(): MemoryDb;
};

type Rows = Map<string, unknown>;

export function createMemoryDb(image?: ReadonlyMap<string, ReadonlyMap<string, unknown>>): MemoryDb {
  const tables = new Map<string, Rows>();
  for (const [name, rows] of image ?? []) tables.set(name, new Map(rows));
  let open: { call: string; undo: RowChange[]; writes: number } | null = null;
  let planned: CrashPlan | null = null;
  let passed = 0;
  let guard: Guard | null = null;

  const rowsOf = (name: string): Rows => {
    let rows = tables.get(name);
    if (rows === undefined) tables.set(name, (rows = new Map<string, unknown>()));
    return rows;
  };

  const isHit = (phase: CrashPlan['phase']): boolean =>
    planned !== null &&
    open?.call.startsWith('@') !== true &&
    planned.phase === phase &&
    passed === planned.nth &&
    (planned.call === null || planned.call === open?.call);

  const dieAt = (phase: CrashPlan['phase'], detail = ''): void => {
    if (!isHit(phase)) return;
    planned = null;
    throw new Crash(`${open?.call ?? '?'}:${phase}${detail}`);
  };

  const note = (table: string, key: string, after: unknown): void => {
    if (open === null) throw new Error(`a row of ${table} written outside of a transaction`);
    open.undo.push({ table, key, before: rowsOf(table).get(key), after });
    open.writes++;
    if (isHit('write') && open.writes >= (planned?.write ?? 1)) dieAt('write', ` ${open.writes}`);
  };

  const begin = (call: string): void => {
    open = { call, undo: [], writes: 0 };
    dieAt('begin');
  };

  const commit = (): void => {
    if (open === null) throw new Error('nothing is open');
    dieAt('commit');
    guard?.(open.call, open.undo);
    // From here on it is on the disk.
    open.undo = [];
    dieAt('done');
  };

  const end = (): void => {
    if (open === null) return;
    for (const { table, key, before } of open.undo.reverse()) {
      if (before === undefined) rowsOf(table).delete(key);
      else rowsOf(table).set(key, before);
    }
    const isPassed = planned !== null && (planned.call === null || planned.call === open.call);
    if (isPassed && !open.call.startsWith('@')) passed++;
    open = null;
  };

  const made = new Map<string, Table<unknown>>();
  const makeTable = (name: string): Table<unknown> => {
    const rows = rowsOf(name);
    return {
      get: (key) => rows.get(key),
      has: (key) => rows.has(key),
      put(key, row) {
        note(name, key, row);
        rows.set(key, row);
      },
      delete(key) {
        if (!rows.has(key)) return;
        note(name, key, undefined);
        rows.delete(key);
      },
      values: () => rows.values(),
      keys: () => rows.keys(),
      entries: () => rows.entries(),
      get size() {
        return rows.size;
      },
    };
  };

  return {
    table<Row>(name: string): Table<Row> {
      let table = made.get(name);
      if (table === undefined) made.set(name, (table = makeTable(name)));
      return table as Table<Row>;
    },
    transaction(call, work) {
      if (open !== null) return work();
      try {
        begin(call);
        const result = work();
        commit();
        return result;
      } finally {
        end();
      }
    },
    async longTransaction(call, work) {
      if (open !== null) throw new Error(`${call} within ${open.call}`);
      try {
        begin(call);
        const result = await work();
        commit();
        return result;
      } finally {
        end();
      }
    },
    plan(crash) {
      planned = crash;
      passed = 0;
    },
    isPlanned: () => planned !== null,
    guard(next) {
      guard = next;
    },
    copy: () => createMemoryDb(tables),
  };
}
