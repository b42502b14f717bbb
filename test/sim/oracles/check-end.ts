/** What must hold when everything has been delivered: everyone has the same, and nothing that anybody wrote is lost. */
import { readOpId } from '../../../shared/sync/op-id.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { tokenIn, type Copy, type Ledger } from '../ledger.ts';
import type { StationTables } from '../stores/station-tables.ts';
import type { ArchiveTables } from '../stores/archive-tables.ts';
import { textOf } from '../world/guards.ts';
import { isBlank, type Checked } from './check-station.ts';
import { OracleError } from './oracle-error.ts';

/** An op, and who has it. */
type Found = Copy & { readonly where: string };

/** The ops that somebody has before everything is delivered: none of them may be lost from here on. */
export function copiesNow(stations: readonly Checked[], server: ArchiveTables): readonly Found[] {
  const copies = new Map<string, Found>();
  for (const { name, tables } of stations) {
    for (const [id, row] of tables.ops.entries())
      copies.set(`${id} ${textOf(row)}`, { id, text: textOf(row), where: name });
  }
  for (const [id, op] of server.ops.entries()) {
    if (op.text !== null) copies.set(`${id} ${op.text}`, { id, text: op.text, where: 'server' });
  }
  return [...copies.values()];
}

/**
 * I2, I4, I16: each of these ops is everywhere with the same bytes; or it lost its number, and is kept for a person.
 *
 * @param isCutOff whether an op follows numbers whose bytes nobody has any more: a person is told of those
 */
export function checkCopies(
  copies: readonly Found[],
  stations: readonly Checked[],
  server: ArchiveTables,
  isCutOff: (id: string) => boolean,
): void {
  const forked = new Set(
    stations.flatMap(({ tables }) => [...tables.forked.values()].map((row) => textOf(row))),
  );
  for (const { id, text, where } of copies) {
    const op = server.ops.get(id);
    if (op?.text !== text) {
      if (forked.has(text) || isCutOff(id)) continue;
      throw new OracleError('NOTHING_IS_LOST', `${id}, which ${where} had, is not at the server: ${text}`);
    }
    for (const { name, tables } of stations) {
      const row = tables.ops.get(id);
      if (row !== undefined && textOf(row) === text) continue;
      const { replica, seq } = readOpId(id);
      const isInGap = [...tables.gaps.values()].some(
        (gap) => gap.replica === replica && gap.from <= seq && seq <= gap.to,
      );
      if (row === undefined && isInGap) continue;
      throw new OracleError('NOTHING_IS_LOST', `${id}, which ${where} had, is not at ${name}: ${text}`);
    }
  }
}

/** Values under a number that the server gave to others are written again, by whoever wrote them. */
export function checkForked(stations: readonly Checked[], server: ArchiveTables, ledger: Ledger): void {
  const present = new Set<number>();
  for (const op of server.ops.values()) {
    if (op.text !== null) for (const token of tokensOf(op.text, ledger)) present.add(token);
  }
  for (const { name, tables } of stations) {
    for (const row of tables.forked.values()) {
      if (row.seq > (tables.replicas.get(row.replica)?.wrote ?? 0)) continue;
      const lost = tokensOf(textOf(row), ledger).find((token) => !present.has(token));
      if (lost === undefined) continue;
      throw new OracleError(
        'FORKED_IS_WRITTEN_AGAIN',
        `${name} wrote #${lost} in ${textOf(row)}; nobody has it`,
      );
    }
  }
}

function tokensOf(text: string, ledger: Ledger): number[] {
  return Object.values(ledger.read(text).f)
    .map(tokenIn)
    .filter((token) => token !== null);
}

/** Records with ops that only live on in somebody's states, because nobody has their bytes any more: a person is told of them. */
export type Stranded = (rec: string) => boolean;

/** I9: the same states everywhere, byte for byte. */
export function checkSame(stations: readonly Checked[], server: ArchiveTables, isStranded: Stranded): void {
  const docs = (entries: Iterable<[string, string]>): Map<string, string> =>
    new Map([...entries].filter(([, doc]) => !isBlank(doc)));
  const expected = docs(server.states.entries());
  for (const { name, tables } of stations) {
    const here = docs(tables.records.entries());
    for (const rec of new Set([...expected.keys(), ...here.keys()])) {
      if (here.get(rec) === expected.get(rec) || isStranded(rec)) continue;
      throw new OracleError(
        'CONVERGED',
        `${rec}\n  ${name} ${here.get(rec) ?? '(nothing)'}\n  server ${expected.get(rec) ?? '(nothing)'}`,
      );
    }
  }
}

/**
 * A step of which a part is nowhere any more, because its author was set back: it waits for good, and a person is told. That its
 * author has written it again under another replica does not make it whole under this one.
 */
function isOfCutStep(text: string, tables: StationTables, ledger: Ledger): boolean {
  const { id, st } = ledger.read(text);
  const { replica } = readOpId(id);
  const parts = st === undefined ? undefined : ledger.groups().get(`st ${st[0]}`);
  if (parts === undefined) return false;
  const isHere = (copy: Copy): boolean => {
    if (readOpId(copy.id).replica !== replica) return false;
    const row = tables.ops.get(copy.id);
    return row !== undefined && row.status !== 'withheld' && textOf(row) === copy.text;
  };
  return [...parts.values()].some((copies) => !copies.some(isHere));
}

/** What a station says of itself is true: nothing is on the way any more. */
export function checkSettled(stations: readonly Checked[], ledger: Ledger, isStranded: Stranded): void {
  for (const { name, tables } of stations) {
    const held = [...tables.ops.values()].filter(
      (op) => op.status === 'held' && !isOfCutStep(textOf(op), tables, ledger),
    );
    const left: [string, number][] = [
      ['ops wait', held.length],
      ['records are wanted', [...tables.wanted.values()].filter((rec) => !isStranded(rec)).length],
      ['floors stand', [...tables.floors.keys()].filter((rec) => !isStranded(rec)).length],
      ['snapshot parts lie', tables.parts.size],
    ];
    for (const [what, count] of left) {
      if (count > 0) throw new OracleError('SETTLED', `${name}: ${count} ${what}`);
    }
  }
}

/**
 * I10, I12: told from what each author had in sight, and from nothing that the program keeps: a value stands if and only if
 * no author of a later value of that field had it in sight. So no value is buried unseen, and what was written one after
 * the other is no conflict.
 */
export function checkValues(server: ArchiveTables, ledger: Ledger, isStranded: Stranded): void {
  for (const [key, { written, seen, isCertain }] of gatherValues(server, ledger)) {
    if (!isCertain) continue;
    const [rec = '', field = ''] = key.split(' ');
    if (isStranded(rec)) continue;
    const state = JSON.parse(server.states.get(rec) ?? '{"f":{}}') as RecordState;
    const standing = new Set((state.f[field]?.heads ?? []).map((head) => tokenIn(head.v)));
    const ought = [...written].filter((token) => !seen.has(token));
    const isMissing = ought.some((token) => !standing.has(token));
    // What was written again under another number may stand beside what its author saw: a conflict too much, and no loss.
    const isTooMuch = [...standing].some(
      (token) => token !== null && !ought.includes(token) && ledger.numbersOf(token) === 1,
    );
    if (isMissing || isTooMuch) {
      throw new OracleError(
        'VALUES_STAND',
        `${key}: #${[...standing].join(' #')} stand, #${ought.join(' #')} ought to`,
      );
    }
  }
}

type Values = { written: Set<number>; seen: Set<number>; isCertain: boolean };

/** By record and field: the values in the shared states, and what their authors had in sight. */
function gatherValues(server: ArchiveTables, ledger: Ledger): Map<string, Values> {
  const fields = new Map<string, Values>();
  for (const op of server.ops.values()) {
    if (op.status !== 'applied' || op.text === null) continue;
    const { rec, f, p } = ledger.read(op.text);
    for (const [field, value] of Object.entries(f)) {
      const token = field === 'parent' ? null : tokenIn(value);
      if (token === null) continue;
      const key = `${rec} ${field}`;
      const values = fields.get(key) ?? { written: new Set(), seen: new Set(), isCertain: true };
      fields.set(key, values);
      values.written.add(token);
      for (const seen of ledger.seenBy(token)) values.seen.add(seen);
      // Where a number was given twice, a predecessor may be taken for the other op of that name; what was written again
      // after that names nobody by mistake.
      const isMistaken =
        ledger.numbersOf(token) === 1 && (p[field] ?? []).some((name) => ledger.isForked(name));
      if (isMistaken || ledger.isRewritten(rec, field)) values.isCertain = false;
    }
  }
  return fields;
}
