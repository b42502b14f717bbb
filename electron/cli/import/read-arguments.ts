/** Reads the arguments of `qoima import`; null when they make no sense. */
import { readLeafRanges } from '../../../shared/model/leaves.ts';
import type { Leaf } from '../../../shared/model/read-leaves.ts';
import type { RunBy } from '../../../shared/model/leaf-run.ts';

export type ImportArguments = {
  readonly paths: string[];
  /** A record's id or a reference code; null: not placed yet. */
  readonly into: string | null;
  readonly json: boolean;
  /** How files are bound to units; null: they become documents. */
  readonly binding: BindingArguments | null;
};

export type BindingArguments = {
  /** `auto` is guessed from the names; null: all go to the unit, in the order of their names. */
  readonly pattern: string | null;
  /** The unit or inventory that is meant where names do not say it. */
  readonly unit: string | null;
  /** Files without a leaf in their names are numbered on from this one. */
  readonly first: Leaf | null;
  readonly by: RunBy;
  readonly makesUnits: boolean;
  readonly replaces: boolean;
  readonly isCounted: boolean;
  readonly isDryRun: boolean;
};

const FLAGS = ['--json', '--dry-run', '--make-units', '--replace', '--count-on', '--sides'] as const;
/** `--data` is read by whoever chose the data folder; here it is only stepped over. */
const VALUES = ['--into', '--data', '--pattern', '--unit', '--first-leaf'] as const;
const BINDING = [
  '--pattern',
  '--unit',
  '--first-leaf',
  '--dry-run',
  '--make-units',
  '--replace',
  '--count-on',
  '--sides',
];

export function readImportArguments(args: readonly string[]): ImportArguments | null {
  const read = readOptions(args);
  if (read === null) return null;
  const { paths, given } = read;
  const binding = bindingOf(given);
  // Documents go into a unit, leaves are a unit's own.
  if (paths.length === 0 || binding === undefined || (binding !== null && given.has('--into'))) return null;
  return { paths, into: given.get('--into') ?? null, json: given.has('--json'), binding };
}

/** What is no option is a path, and all behind `--`; null for an option that is none, or has no value. */
function readOptions(args: readonly string[]): { paths: string[]; given: Map<string, string> } | null {
  const paths: string[] = [];
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? '';
    const [name, joined] = splitOption(argument);
    if (argument === '--') return { paths: [...paths, ...args.slice(at + 1)], given };
    if (VALUES.some((value) => value === name)) {
      const value = joined ?? args[++at];
      if (value === undefined || value === '') return null;
      given.set(name, value);
    } else if (FLAGS.some((flag) => flag === argument)) given.set(argument, '');
    else if (argument.startsWith('--') || argument === '') return null;
    else paths.push(argument);
  }
  return { paths, given };
}

/** Null when nothing is to be bound; undefined when it makes no sense. */
function bindingOf(given: ReadonlyMap<string, string>): BindingArguments | null | undefined {
  if (!BINDING.some((name) => given.has(name))) return null;
  const [pattern, unit] = [given.get('--pattern') ?? null, given.get('--unit') ?? null];
  if (pattern === null && unit === null) return undefined;
  const written = given.get('--first-leaf');
  const first = written === undefined ? null : firstLeaf(written);
  if (written !== undefined && first === null) return undefined;
  return {
    pattern,
    unit,
    first,
    by: given.has('--sides') ? 'sides' : 'leaves',
    makesUnits: given.has('--make-units'),
    replaces: given.has('--replace'),
    isCounted: given.has('--count-on'),
    isDryRun: given.has('--dry-run'),
  };
}

function firstLeaf(written: string): Leaf | null {
  const { ranges } = readLeafRanges(written);
  const [only, ...more] = ranges ?? [];
  return only === undefined || more.length > 0 || only.to !== undefined ? null : only.from;
}

function splitOption(argument: string): [string, string | undefined] {
  const at = argument.indexOf('=');
  if (!argument.startsWith('--') || at === -1) return [argument, undefined];
  return [argument.slice(0, at), argument.slice(at + 1)];
}
