/** What the light walkers of picture formats answer. */
export type WalkReading =
  | {
      readonly ok: true;
      readonly width: number;
      readonly height: number;
      /** Bytes after the end of the picture that belong to nothing. */
      readonly extraBytes: boolean;
    }
  | { readonly ok: false; readonly code: 'BROKEN' | 'TRUNCATED' };

export const BROKEN = { ok: false, code: 'BROKEN' } as const;
export const TRUNCATED = { ok: false, code: 'TRUNCATED' } as const;
