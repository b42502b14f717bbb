/** For tests: a replica that writes ops of its own and hands them out as segments, and the device that seals them. */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { sha256 } from '../../node/sha256.ts';
import { CHAIN_START, opText, sealText, toHex } from '../../shared/sync/chain.ts';
import { encodeOp } from '../../shared/sync/op-bytes.ts';
import { opId } from '../../shared/sync/op-id.ts';
import type { Op, OpId, RecordId, ReplicaId } from '../../shared/sync/op.ts';
import type { Seal, Segment } from '../../shared/sync/wire/messages.ts';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

export type DeviceKeys = { readonly key: string; readonly secret: KeyObject };

export type Author = {
  readonly replica: ReplicaId;
  readonly seq: number;
  /** Writes a new record with these fields; gives its id. */
  create(fields: Op['f'], t?: string): RecordId;
  /** Sets a field that this author wrote last; of a foreign record name what was seen. */
  set(rec: RecordId, fields: Op['f'], seen?: Readonly<Record<string, OpId[]>>): void;
  /** One op with further members, as a newer program or an act of several ops would make it. */
  write(op: Partial<Op> & Pick<Op, 'rec'>): OpId;
  /** The ops after `after` up to `to`, at most `limit`. */
  segment(after: number, limit?: number): Segment;
  seal(device: string, keys: DeviceKeys): Seal;
};

/** A device's key pair. */
export function newDeviceKeys(): DeviceKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { key: String(publicKey.export({ format: 'jwk' }).x), secret: privateKey };
}

/** A replica of its own; `now` is the clock of its first op. */
export function createAuthor(archive: RecordId, person: RecordId, now = Date.UTC(2026, 0, 5)): Author {
  const replica = Array.from(
    randomBytes(26),
    (byte, i) => BASE32[i === 25 ? byte & 28 : byte & 31] ?? 'a',
  ).join('');
  const texts: string[] = [];
  const hashes: string[] = [toHex(CHAIN_START)];
  const last = new Map<string, OpId>();
  let chain = CHAIN_START;

  function write(op: Partial<Op> & Pick<Op, 'rec'>): OpId {
    const seq = texts.length + 1;
    const id = opId(replica, seq);
    const clock = `${(now + seq).toString(16).padStart(12, '0')}-0000`;
    const bytes = encodeOp({
      id,
      v: 1,
      schema: 1,
      a: archive,
      t: 'unit',
      k: 'set',
      f: {},
      p: {},
      h: clock,
      u: person,
      ...op,
    });
    chain = sha256(chain, bytes);
    texts.push(opText(bytes));
    hashes.push(toHex(chain));
    for (const field of Object.keys(op.f ?? {})) last.set(`${op.rec} ${field}`, id);
    return id;
  }

  return {
    replica,
    get seq() {
      return texts.length;
    },
    write,
    create(fields, t = 'unit') {
      const rec = newId();
      write({ rec, t, k: 'new', f: fields });
      return rec;
    },
    set(rec, fields, seen = {}) {
      const named = Object.keys(fields).map((field): [string, OpId[]] => {
        const own = last.get(`${rec} ${field}`);
        return [field, seen[field] ?? (own === undefined ? [] : [own])];
      });
      write({ rec, f: fields, p: Object.fromEntries(named) });
    },
    segment(after, limit = Infinity) {
      const items = texts.slice(after, after + limit);
      return { replica, after, prev: hashes[after] ?? '', items };
    },
    seal(device, keys) {
      const at = { replica, seq: texts.length, hash: hashes.at(-1) ?? '' };
      const signature = sign(null, sealText(archive, at), keys.secret).toString('base64url');
      return { ...at, device, signature };
    },
  };
}
