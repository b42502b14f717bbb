/**
 * The few globals that every place of ours has (Node, window, worker) and that TypeScript gives only with `dom` or
 * `node` types. `shared/` is checked with neither, so that a stray `window` or `Buffer` is a type error there.
 */
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array | ArrayBuffer): string;
}
declare const crypto: {
  getRandomValues<T extends Uint8Array | Uint16Array | Uint32Array>(array: T): T;
  readonly subtle: { digest(algorithm: string, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> };
};
declare function structuredClone<T>(value: T): T;
interface AbortSignal {
  readonly aborted: boolean;
}
/** Bytes that only windows have; named here so that the contract can say that it takes them. */
interface Blob {
  readonly size: number;
}
declare function setTimeout(callback: () => void, ms: number): number;
declare function clearTimeout(timer: number | undefined): void;
