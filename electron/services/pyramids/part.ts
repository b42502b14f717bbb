/** Where a pyramid is while it is made; what a kill left there does not count. */
export function partOf(to: string): string {
  return `${to}.part`;
}
