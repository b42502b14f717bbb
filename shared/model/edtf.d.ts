/** The little that is used of the `edtf` package, which brings no types. */
declare module 'edtf' {
  type ExtDate = {
    readonly type: string;
    /** Milliseconds since 1970 (UTC) of the first and last moment; infinite when open, null when unknown. */
    readonly min: number | null;
    readonly max: number | null;
  };
  /** Throws when the text is not EDTF (levels 0 to 2). */
  export default function edtf(text: string): ExtDate;
}
