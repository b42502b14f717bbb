/** Reads a command's arguments; what cannot be read is told with the command's usage. */
import { parseArgs } from 'node:util';
import { TroubleError } from '../../shared/result.ts';

export type Given = {
  /** What is no option. */
  readonly words: readonly string[];
  /** Options with a value, the last one where it was given twice. */
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly flags: ReadonlySet<string>;
};

/** @throws TroubleError USAGE when an option is unknown, a value is missing, or the number of words is wrong */
export function readArguments(
  args: readonly string[],
  known: {
    readonly values?: readonly string[];
    readonly flags?: readonly string[];
    /** The least and the greatest number of words. */
    readonly words: readonly [number, number];
  },
): Given {
  const options = Object.fromEntries([
    ...(known.values ?? []).map((name) => [name, { type: 'string' }] as const),
    ...(known.flags ?? []).map((name) => [name, { type: 'boolean' }] as const),
  ]);
  const { values, positionals } = parse(args, options);
  const [least, most] = known.words;
  if (positionals.length < least || positionals.length > most) throw new TroubleError('USAGE');
  const given = Object.entries(values);
  return {
    words: positionals,
    values: Object.fromEntries(
      given.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    ),
    flags: new Set(given.flatMap(([name, value]) => (value === true ? [name] : []))),
  };
}

/** A number of days, at least one. @throws TroubleError USAGE */
export function readDays(text: string | undefined, usual: number): number {
  const days = text === undefined ? usual : Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3660) throw new TroubleError('USAGE', { what: 'days' });
  return days;
}

function parse(args: readonly string[], options: Record<string, { readonly type: 'string' | 'boolean' }>) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new TroubleError('USAGE', { what: error instanceof Error ? error.message : '' });
  }
}
