/** A zip written file by file (APPNOTE 6.3.10): names in UTF-8, each packed when it is added, nothing kept but their places. */
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

export type ZipFile = {
  add(name: string, bytes: Buffer): Promise<void>;
  end(): Promise<void>;
  close(): Promise<void>;
};

const packed = promisify(deflateRaw);
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50] as const;
/** The names are UTF-8. */
const UTF8 = 0x0800;
const DEFLATED = 8;
const VERSION = 20;

/** Begins the file; `at` is the time that its files get. */
export async function createZipFile(path: string, at: Date): Promise<ZipFile> {
  const file = await open(path, 'w');
  const entries: Buffer[] = [];
  let place = 0;
  async function write(bytes: Buffer): Promise<void> {
    await file.writeFile(bytes);
    place += bytes.length;
  }
  return {
    async add(name, bytes) {
      const body = await packed(bytes);
      const utf8 = Buffer.from(name.normalize('NFC'));
      const about = aboutFile(at, crc32(bytes), body.length, bytes.length, utf8.length);
      const central = Buffer.alloc(6);
      central.writeUInt32LE(CENTRAL, 0);
      central.writeUInt16LE(VERSION, 4);
      const rest = Buffer.alloc(16);
      rest.writeUInt32LE(place, 12);
      entries.push(Buffer.concat([central, about, rest, utf8]));
      const local = Buffer.alloc(4);
      local.writeUInt32LE(LOCAL, 0);
      await write(Buffer.concat([local, about, Buffer.alloc(2), utf8]));
      await write(body);
    },
    async end() {
      const start = place;
      for (const entry of entries) await write(entry);
      const end = Buffer.alloc(22);
      end.writeUInt32LE(END, 0);
      end.writeUInt16LE(entries.length, 8);
      end.writeUInt16LE(entries.length, 10);
      end.writeUInt32LE(place - start, 12);
      end.writeUInt32LE(start, 16);
      await write(end);
      await file.sync();
    },
    close: () => file.close(),
  };
}

/** What a file's own head and its line in the directory share, from the version to the length of the name. */
function aboutFile(at: Date, sum: number, size: number, whole: number, name: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(VERSION, 0);
  bytes.writeUInt16LE(UTF8, 2);
  bytes.writeUInt16LE(DEFLATED, 4);
  bytes.writeUInt16LE((at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1), 6);
  bytes.writeUInt16LE(
    (Math.max(0, at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate(),
    8,
  );
  bytes.writeUInt32LE(sum, 10);
  bytes.writeUInt32LE(size, 14);
  bytes.writeUInt32LE(whole, 18);
  bytes.writeUInt16LE(name, 22);
  return bytes;
}
