/** The catalogue key of the reason of a failure: of an item, of a file that was refused, or of a trouble of the program. Pure. */
export function reasonKey(code: string, exists: (key: string) => boolean): string {
  const keys = [`failure.${code}`, `refusal.${code}`, `error.${code}.what`];
  return keys.find((key) => exists(key)) ?? 'failure.other';
}
