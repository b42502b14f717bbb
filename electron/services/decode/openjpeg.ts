/**
 * OpenJPEG as WebAssembly: decodes one JPEG 2000 codestream into samples. Runs in a child process; what it is given may make it
 * fail, eat memory or never end, so whoever started the child watches it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Samples of all channels, interleaved: of one byte each up to 8 bits, of two (little endian) beyond. */
export type Samples = {
  /** Of a row in `data`, in samples of each channel; the picture may be narrower. */
  readonly stride: number;
  readonly channels: number;
  readonly bits: number;
  readonly data: Uint8ClampedArray;
};

export type Openjpeg = {
  /** Decodes the `length` bytes that `write` makes, halved `reduce` times. Throws when they cannot be decoded. */
  decode(length: number, write: (into: Uint8Array) => void, reduce: number): Samples;
};

type Decoder = {
  getEncodedBuffer(length: number): Uint8Array;
  decodeSubResolution(reduce: number, layer: number): void;
  getDecodedBuffer(): Uint8ClampedArray;
  getFrameInfo(): { bitsPerSample: number; componentCount: number };
  calculateSizeAtDecompositionLevel(reduce: number): { width: number };
  delete(): void;
};
type Codec = { J2KDecoder: new () => Decoder };
type Made = (options: {
  print(line: string): void;
  printErr(line: string): void;
  instantiateWasm(imports: object, done: (instance: object) => void): object;
}) => Promise<Codec>;

/** What this uses of WebAssembly; Node has it, its types do not say so. */
type Wasm = {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => object;
};

const FAILED = '[ERROR] opj_decompress';
const packages = createRequire(import.meta.url);
let compiled: object | null = null;

/** One for each picture: the memory that it has taken is only given back with it. */
export async function openOpenjpeg(): Promise<Openjpeg> {
  const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
  compiled ??= new wasm.Module(readFileSync(packages.resolve('@cornerstonejs/codec-openjpeg/decodewasm')));
  const module = compiled;
  const make = packages('@cornerstonejs/codec-openjpeg/decodewasmjs') as Made;
  let failure: string | null = null;
  const listen = (line: string) => {
    if (line.startsWith(FAILED)) failure = line;
  };
  const codec = await make({
    print: listen,
    printErr: listen,
    instantiateWasm(imports, done) {
      const instance = new wasm.Instance(module, imports);
      done(instance);
      return (instance as { exports: object }).exports;
    },
  });
  return {
    decode(length, write, reduce) {
      failure = null;
      const decoder = new codec.J2KDecoder();
      try {
        write(decoder.getEncodedBuffer(length));
        decoder.decodeSubResolution(reduce, 0);
        if (failure !== null) throw new Error(failure);
        const { bitsPerSample, componentCount } = decoder.getFrameInfo();
        const stride = decoder.calculateSizeAtDecompositionLevel(reduce).width;
        const data = decoder.getDecodedBuffer();
        if (data.length === 0) throw new Error('nothing was decoded');
        return { stride, channels: componentCount, bits: bitsPerSample, data };
      } catch (error) {
        // Its own exceptions are numbers.
        throw error instanceof Error ? error : new Error(`the decoder gave up (${String(error)})`);
      } finally {
        decoder.delete();
      }
    },
  };
}
