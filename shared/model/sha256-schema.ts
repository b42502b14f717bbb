/** The name of some bytes: by it files are known everywhere, in the catalogue, in URLs and on the line. */
import { z } from 'zod';

/** A SHA-256 in lower-case hexadecimal. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
