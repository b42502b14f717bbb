/** What an import is called: a name, and how many files or folders were chosen beside it. Pure. */

/** Stands in the record in no language: `balloon.pdf … +29`. */
const MORE = /^(?<first>.+) … \+(?<count>[1-9]\d*)$/su;

/** The text kept in the record. */
export function markMore(first: string, more: number): string {
  return `${first} … +${more}`;
}

/** The same in the words of the window: “balloon.pdf and 29 more”. */
export function sourceLabel(
  source: string,
  t: (key: string, values: Record<string, unknown>) => string,
): string {
  const groups = MORE.exec(source)?.groups;
  if (groups === undefined) return source;
  return t('import.andMore', { first: groups['first'], count: Number(groups['count']) });
}
