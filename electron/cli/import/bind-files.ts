/** Binding on the command line: the dry run, its report, and where each file goes. */
import { v7 as newId } from 'uuid';
import type { Bound } from '../../../shared/binding/bound.ts';
import {
  bindingsOf,
  dryRun,
  unscannedOf,
  type DryRun,
  type DryUnit,
} from '../../../shared/binding/dry-run.ts';
import { guessPattern } from '../../../shared/binding/guess-pattern.ts';
import { countMissing, makeMissing } from '../../../shared/binding/missing-units.ts';
import { printPattern, readPattern, type Pattern } from '../../../shared/binding/pattern.ts';
import { planBinding } from '../../../shared/binding/plan.ts';
import { printLeaf, printLeafRanges } from '../../../shared/model/print-leaves.ts';
import { printReferenceCode } from '../../../shared/model/print-reference-code.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { LEFT_OUT } from '../../../shared/rpc/contract-import.ts';
import { findAmong } from './find-record.ts';
import { findUnits, settingOf } from './find-units.ts';
import type { OpenArchive } from './open-archive.ts';
import type { BindingArguments } from './read-arguments.ts';
import { readHierarchy } from './read-hierarchy.ts';

export type BoundFiles = {
  readonly pattern: string | null;
  readonly run: DryRun;
  /** Where each path goes, or why it is left out. */
  readonly of: (index: number) => { readonly bound: Bound } | { readonly leftOut: (typeof LEFT_OUT)[number] };
};

/** @throws TroubleError PATTERN_…, NO_PATTERN (none fits the names), and those of finding the unit */
export async function planFiles(
  { journal, ingest }: OpenArchive,
  paths: readonly string[],
  asked: BindingArguments,
): Promise<BoundFiles> {
  const pattern = patternOf(asked.pattern, paths);
  const views = await readHierarchy(journal, 'document');
  const named = asked.unit === null ? null : findAmong(views, asked.unit);
  if (named?.ok === false) throw new TroubleError(named.code, { into: asked.unit });
  const plan = planBinding(paths, {
    pattern,
    setting: settingOf(views, named?.value ?? null),
    numbering: asked.first === null ? null : { by: asked.by, first: asked.first },
  });
  const run = dryRun(plan, await findUnits(views, plan.units, ingest.services));
  const made =
    asked.makesUnits && !asked.isDryRun ? await makeUnits(journal, run) : new Map<string, string>();
  const onTaken = asked.replaces ? 'replace' : 'both';
  const bindings = bindingsOf(run, { onTaken, isCounted: asked.isCounted, language: 'ru' }, made);
  const leftOut = new Map(run.leftOut.map(({ index, code }) => [index, code]));
  return {
    pattern: pattern === null ? null : printPattern(pattern.pieces, 'en'),
    run,
    of(index) {
      const bound = bindings.get(index);
      return bound === undefined ? { leftOut: leftOut.get(index) ?? 'NO_UNIT' } : { bound };
    },
  };
}

function patternOf(text: string | null, paths: readonly string[]): Pattern | null {
  if (text === null) return null;
  if (text === 'auto') {
    const guessed = guessPattern(paths);
    if (guessed === null) throw new TroubleError('NO_PATTERN');
    return guessed;
  }
  const read = readPattern(text);
  if (!read.ok) throw new TroubleError(read.code, read.details);
  return read.value;
}

async function makeUnits(journal: OpenArchive['journal'], run: DryRun): Promise<Map<string, string>> {
  const { edits, made } = makeMissing(run, newId);
  const step = 4900;
  for (let from = 0; from < edits.length; from += step) {
    await journal.commit(
      { id: newId(), command: 'binding.make', edits: edits.slice(from, from + step) },
      'cli',
    );
  }
  return made;
}

/** The dry run for a script. */
export function dryRunReport({ pattern, run }: BoundFiles) {
  const missing = countMissing(run);
  return {
    pattern,
    sum: run.sum,
    wouldMake: { fonds: missing.fonds.length, inventories: missing.inventories, units: missing.units },
    units: run.units.map((unit) => ({
      code: codeOf(unit),
      unit: unit.record,
      state: unit.state,
      files: unit.files.map(({ index, path, leaf, isTwice }) => ({
        path,
        leaf: leaf === null ? null : printLeaf(leaf, 'ru'),
        ...(isTwice ? { twice: true } : {}),
        ...(unit.taken.has(index) ? { taken: true } : {}),
      })),
      unscanned: unscannedOf(unit.audit),
      holes: printLeafRanges(
        unit.audit.holes.filter(({ kind }) => kind === 'unscanned').map(({ range }) => range),
        'ru',
      ),
    })),
    leftOut: run.leftOut.map(({ path, code }) => ({ path, code })),
  };
}

/** The same for a person, line by line. */
export function* dryRunLines(files: BoundFiles): Generator<string> {
  const report = dryRunReport(files);
  if (report.pattern !== null) yield `pattern\t${report.pattern}`;
  for (const unit of report.units) {
    const twice = unit.files.filter((file) => file.twice === true).length;
    const taken = unit.files.filter((file) => file.taken === true).length;
    const said = [
      `${unit.files.length} files`,
      ...(twice > 0 ? [`${twice} claim one leaf`] : []),
      ...(taken > 0 ? [`${taken} leaves have a picture`] : []),
      ...(unit.unscanned > 0 ? [`still missing: ${unit.holes}`] : []),
    ];
    yield `${unit.state}\t${unit.code ?? unit.unit ?? '?'}\t${said.join(', ')}`;
  }
  for (const { path, code } of report.leftOut) yield `left out\t${path}\t${code}`;
  const { seen, bound, missing, ambiguous, leftOut } = report.sum;
  yield `Seen ${seen} = bound ${bound} + in missing units ${missing} + ambiguous ${ambiguous} + left out ${leftOut}`;
}

function codeOf({ code }: DryUnit): string | null {
  if (code === null) return null;
  const { fonds, inventory, unit } = code;
  return printReferenceCode({ fonds, unit, ...(inventory === null ? {} : { inventory }) }, 'ru');
}
