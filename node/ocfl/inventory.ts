/** The OCFL inventory (https://ocfl.io/1.1/spec/#inventory) as we write it and read it back; judging foreign ones is `check-inventory.ts`. */
import { z } from 'zod';

export const OCFL_VERSION = '1.1';
export const OBJECT_DECLARATION = `0=ocfl_object_${OCFL_VERSION}`;
export const OBJECT_DECLARATION_PREFIX = '0=ocfl_object_';
export const INVENTORY = 'inventory.json';
export const INVENTORY_TYPE = `https://ocfl.io/${OCFL_VERSION}/spec/#inventory`;

/** Digest → content or logical paths. */
const pathsByDigest = z.record(z.string(), z.array(z.string()));

export const inventorySchema = z.object({
  id: z.string().min(1),
  type: z.string(),
  digestAlgorithm: z.enum(['sha512', 'sha256']),
  head: z.string(),
  contentDirectory: z.string().optional(),
  manifest: pathsByDigest,
  versions: z.record(
    z.string(),
    z.object({
      created: z.string(),
      state: pathsByDigest,
      message: z.string().optional(),
      user: z.object({ name: z.string(), address: z.string().optional() }).optional(),
    }),
  ),
  fixity: z.record(z.string(), pathsByDigest).optional(),
});
export type Inventory = z.infer<typeof inventorySchema>;
