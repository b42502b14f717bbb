/** What an audit can find, each kind of damage under its own code. */
import { z } from 'zod';

const DAMAGE_CODES = [
  /** A file has other bytes than the inventory says. */
  'FILE_CHANGED',
  /** A file is shorter than it was when it was stored. */
  'FILE_CUT',
  'FILE_MISSING',
  /** Lies in an object and belongs to nothing there. */
  'FILE_EXTRA',
  /** The disk does not give the bytes. */
  'FILE_UNREADABLE',
  'INVENTORY_DAMAGED',
  'INVENTORY_MISSING',
  /** The file with the inventory's digest. */
  'SIDECAR_DAMAGED',
  'SIDECAR_MISSING',
  /** The file that says that this is an OCFL object. */
  'DECLARATION_DAMAGED',
  /** The receipts of an open batch. */
  'RECEIPTS_DAMAGED',
  /** A whole object that was there at an earlier audit. */
  'OBJECT_MISSING',
  /** The catalogue names a scan, and no object and no open batch has it. */
  'SCAN_MISSING',
  /** Something else that breaks a rule of OCFL; `path` has the specification's codes. */
  'OBJECT_INVALID',
] as const;

/** Whoever wrote an event down: a repair must not be led out of the vault. */
const inside = z.string().regex(/^(?!.*(?:^|[/\\])\.{1,2}(?:[/\\]|$))(?![/\\])/su);
const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`, 'u'));

export const damageSchema = z.strictObject({
  code: z.enum(DAMAGE_CODES),
  /** `ocfl/<path of the object>`, `staging/<batch>` or `held/<shelf>`; empty for a scan that is nowhere. */
  place: z.union([z.literal(''), inside.regex(/^(?:ocfl|staging|held)\/[^:]+$/u)]),
  /** Below the place, with `/`; empty when it is about the whole of it. */
  path: inside,
  /** Of the bytes that should be there; null for what is no content. */
  sha256: hex(64).nullable(),
  sha512: hex(128).nullable(),
  /** The file's own name, as it came in. */
  name: z.string(),
  /** How many bytes there should be; null when nobody knows any more. */
  size: z.int().nonnegative().nullable(),
});
export type Damage = z.infer<typeof damageSchema>;
export type DamageCode = Damage['code'];

/** What the audit of one object or open batch came to. */
export type Audited = {
  readonly place: string;
  /** Of the batch, for people; empty when the inventory does not say. */
  readonly label: string;
  readonly files: number;
  readonly bytes: number;
  readonly damages: readonly Damage[];
};

/** The same damage, whenever it was found. */
export function damageKey({ place, path, code, sha256 }: Damage): string {
  return `${place}\n${path}\n${code}\n${place === '' ? (sha256 ?? '') : ''}`;
}

/** A damage of something that is no content. */
export function frameDamage(code: DamageCode, place: string, path: string): Damage {
  return { code, place, path, sha256: null, sha512: null, name: '', size: null };
}
