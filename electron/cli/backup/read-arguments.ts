/** Reads paths and known flags; null when a flag is unknown. What follows `--` are paths, whatever they look like. */
export function readBackupArguments(
  args: readonly string[],
  known: readonly string[],
): { readonly paths: string[]; readonly flags: ReadonlySet<string> } | null {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const options = args.slice(0, end);
  const flags = options.filter((argument) => argument.startsWith('--'));
  if (flags.some((flag) => flag !== '--json' && !known.includes(flag))) return null;
  const paths = [...options.filter((argument) => !argument.startsWith('--')), ...args.slice(end + 1)];
  return paths.includes('') ? null : { paths, flags: new Set(flags) };
}
