/** Reads the arguments of `qoima import`; null when they make no sense. */
export type ImportArguments = {
  readonly paths: string[];
  /** A record's id or a reference code; null: not placed yet. */
  readonly into: string | null;
  readonly json: boolean;
};

/** `--data` is read by whoever chose the data folder; here it is only stepped over. */
export function readImportArguments(args: readonly string[]): ImportArguments | null {
  const paths: string[] = [];
  let into: string | null = null;
  let json = false;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? '';
    const [name, joined] = splitOption(argument);
    if (argument === '--') {
      paths.push(...args.slice(at + 1));
      break;
    } else if (argument === '--json') {
      json = true;
    } else if (name === '--into' || name === '--data') {
      const value = joined ?? args[++at];
      if (value === undefined || value === '') return null;
      if (name === '--into') into = value;
    } else if (argument.startsWith('--') || argument === '') {
      return null;
    } else {
      paths.push(argument);
    }
  }
  return paths.length === 0 ? null : { paths, into, json };
}

function splitOption(argument: string): [string, string | undefined] {
  const at = argument.indexOf('=');
  if (!argument.startsWith('--') || at === -1) return [argument, undefined];
  return [argument.slice(0, at), argument.slice(at + 1)];
}
