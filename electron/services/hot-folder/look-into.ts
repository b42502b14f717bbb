/** Whether a file of the folder is whole: nobody holds it, its own end is there, and it did not change while it was looked at. */
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Decoder } from '../decode/decoder.ts';
import type { FileFacts } from './place-file.ts';
import { markOf, type Finding, type SeenFile } from './sightings.ts';

export type LookInto = {
  look(file: SeenFile): Promise<Finding>;
  /** What was found of a whole file in this state; null when it has not been looked into. */
  factsOf(file: SeenFile): FileFacts | null;
  forget(name: string): void;
};

export function createLookInto(deps: {
  readonly folder: string;
  readonly decoder: Pick<Decoder, 'inspect' | 'digest'>;
  readonly platform?: NodeJS.Platform;
}): LookInto {
  const { folder, decoder, platform = process.platform } = deps;
  const known = new Map<string, FileFacts & { readonly mark: string }>();

  return {
    async look(file) {
      const source = path.join(folder, file.name);
      try {
        if (file.size === 0) return doubt('EMPTY');
        if (await isHeld(source, platform)) return doubt('FILE_BUSY', true);
        const verdict = await decoder.inspect(source, file.name);
        if (verdict.verdict === 'refused')
          return doubt(verdict.code ?? 'BROKEN', verdict.code === 'UNREADABLE');
        const sha256 = await decoder.digest(source);
        if (sha256 === null) return doubt('UNREADABLE', true);
        const after = await stat(source);
        if (markOf(after) !== file.mark) return doubt('TRUNCATED');
        known.set(file.name, { mark: file.mark, sha256, pictures: Math.max(1, verdict.pages ?? 1) });
        return { isWhole: true };
      } catch {
        // Gone or out of reach in this moment: the next look tells.
        return doubt('UNREADABLE', true);
      }
    },
    factsOf({ name, mark }) {
      const facts = known.get(name);
      return facts?.mark === mark ? facts : null;
    },
    forget: (name) => void known.delete(name),
  };
}

function doubt(code: string, mayPass = false): Finding {
  return { isWhole: false, code, mayPass };
}

/** On Windows whoever writes a file mostly lets nobody else write it: opening it for writing tells. Nothing is written. */
async function isHeld(file: string, platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'win32') return false;
  try {
    await (await open(file, 'r+')).close();
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EBUSY';
  }
}
