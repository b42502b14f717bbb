/**
 * The readings in the vault, read by the index's own thread. Where they lie it looks up in the vault's index of sealed objects; what
 * is not there (yet), because it lies in staging, the host is asked for.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { openDatabase } from '../../../node/sqlite/open-database.ts';
import type { PageImage } from '../../../shared/model/record-types.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { readAlto } from '../../../shared/page-text/read-alto.ts';
import { sourcePicture } from '../../../shared/page-text/source-picture.ts';

export type PageFiles = {
  /** The page that this reading tells; null when it is not there, or nothing can be made of it. */
  alto(sha256: string): Promise<PageText | null>;
  /** The same, with the picture that was read; null for that where the file does not say so. */
  reading(sha256: string): Promise<{ readonly page: PageText; readonly picture: PageImage | null } | null>;
  /** Lets the vault's index go; it is opened again when it is needed. */
  rest(): void;
};

/** An ALTO of a newspaper with every glyph in it takes 5 MB; larger ones would keep those who search waiting. */
const MOST_BYTES = 8 * 1024 * 1024;

export function createPageFiles(deps: {
  /** The vault's folder. */
  readonly vault: string;
  /** Where these bytes lie, asked of the host; null: nowhere. */
  readonly locate: (sha256: string) => Promise<string | null>;
}): PageFiles {
  const root = path.join(deps.vault, 'ocfl');
  let index: Lookup | null = null;

  function sealed(sha256: string): string | null {
    try {
      index ??= openLookup(path.join(deps.vault, 'index.db'));
      const place = index.find(sha256);
      return place === null ? null : path.join(root, place);
    } catch {
      // It is derived too: it may just be made anew, or kept in memory. The host knows.
      index = null;
      return null;
    }
  }

  async function bytesOf(sha256: string): Promise<Buffer | null> {
    const near = sealed(sha256);
    const first = near === null ? null : await readBounded(near);
    if (first !== null) return first;
    const told = await deps.locate(sha256);
    if (told === null) return null;
    // Sealing may have moved it meanwhile, once.
    return (await readBounded(told)) ?? (await readMoved(sha256, told));
  }

  async function readMoved(sha256: string, from: string): Promise<Buffer | null> {
    const now = await deps.locate(sha256);
    return now === null || now === from ? null : readBounded(now);
  }

  const reading: PageFiles['reading'] = async (sha256) => {
    const bytes = await bytesOf(sha256);
    if (bytes === null) return null;
    const xml = bytes.toString('utf8');
    const read = readAlto(xml);
    const page = read.ok ? read.value[0] : undefined;
    return page === undefined ? null : { page, picture: sourcePicture(xml) };
  };

  return {
    alto: async (sha256) => (await reading(sha256))?.page ?? null,
    reading,
    rest() {
      index?.close();
      index = null;
    },
  };
}

type Lookup = { find(sha256: string): string | null; close(): void };

function openLookup(file: string): Lookup {
  const db = openDatabase(file, { broken: 'VAULT_INDEX_BROKEN', readOnly: true });
  try {
    const select = db.prepare<{ object: string; file: string }>(
      `SELECT o.path AS object, f.path AS file FROM files f JOIN objects o ON o.number = f.object
       WHERE f.sha256 = ? LIMIT 1`,
    );
    return {
      find(sha256) {
        const row = select.get(Buffer.from(sha256, 'hex'));
        return row === undefined ? null : path.join(row.object, row.file);
      },
      close: () => db.close(),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

async function readBounded(file: string): Promise<Buffer | null> {
  try {
    if ((await stat(file)).size > MOST_BYTES) return null;
    return await readFile(file);
  } catch {
    return null;
  }
}
