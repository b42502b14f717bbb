/** What the killed queue and whoever looks after it agree on. */
export const KINDS = ['import', 'derive', 'text', 'audit'] as const;
/** Each job has so many. */
export const ITEMS = 6;
/** Of the jobs of this kind one item fails. */
export const FAILING = 'text';

/** `asked` before, `answered` after: in between a kill may leave either. */
export type Told = { readonly op: string; readonly id: string; readonly is: 'asked' | 'answered' };
