/** Keys of a grid as keys of a list: a step to the side is one record, a step down is a row of them. Pure. */

/** `step`: how many records `PageDown` and `PageUp` go. */
export function gridKey(key: string, across: number, rowsShown: number): { key: string; step: number } {
  switch (key) {
    case 'ArrowRight':
      return { key: 'ArrowDown', step: across };
    case 'ArrowLeft':
      return { key: 'ArrowUp', step: across };
    case 'ArrowDown':
      return { key: 'PageDown', step: across };
    case 'ArrowUp':
      return { key: 'PageUp', step: across };
    default:
      return { key, step: across * rowsShown };
  }
}
