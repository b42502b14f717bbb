/** The catalogue key of an error's message; a code that nobody wrote a message for is told as a fault of the program. */
export function troubleKey(code: string, exists: (key: string) => boolean): string {
  return exists(`error.${code}.what`) ? `error.${code}` : 'error.INTERNAL';
}
