/** Gives the value back, or throws when it is missing; `why` says why it cannot be. */
export function must<T>(value: T | null | undefined, why: string): T {
  if (value === null || value === undefined) throw new Error(`missing where it cannot be: ${why}`);
  return value;
}

/** The end of an exhaustive `switch`: the compiler reaches this line only when a case was forgotten. */
export function unreachable(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
