/** The verdict on a JPEG 2000 file: whether its structure is whole, and whether and in which size it can be decoded here. */
import type { Warning } from '../../../shared/rpc/contract-import.ts';
import type { ByteSource } from './byte-source.ts';
import { TRIAL_BYTES, TRIAL_PIXELS, type PictureReading } from './inspect-tiff.ts';
import { readJp2, type Jp2File } from './jp2-file.ts';
import { drawJp2 } from './jp2-picture.ts';
import { planJp2 } from './jp2-plan.ts';

const TRIAL_SIDE = 64;
/** Depths that every decoder of the standard's first part knows. */
const PLAIN_BITS = 16;
const PLAIN_COMPONENTS = 4;

export async function inspectJp2(source: ByteSource, path: string): Promise<PictureReading> {
  const reading = readJp2(source);
  if (!reading.ok) return reading;
  const { file } = reading;
  const warnings: Warning[] = [];
  if (reading.unended) warnings.push('REPAIRED');
  if (reading.extraBytes) warnings.push('EXTRA_BYTES');
  const plan = file === null ? null : planJp2(file);
  const sizes = file === null ? [] : [{ width: file.width, height: file.height }];
  if (file === null || plan === null)
    return { ok: true, pages: 1, sizes, warnings: ['NO_PICTURE', ...warnings] };
  if (plan.reduce > 0) warnings.push('REDUCED_RESOLUTION');
  if (source.size <= TRIAL_BYTES && file.width * file.height <= TRIAL_PIXELS && !(await canBeDrawn(path))) {
    if (isPlain(file)) return { ok: false, code: 'BROKEN' };
    warnings.unshift('NO_PICTURE');
  }
  return { ok: true, pages: 1, sizes, warnings };
}

async function canBeDrawn(path: string): Promise<boolean> {
  try {
    await drawJp2(path, { side: TRIAL_SIDE });
    return true;
  } catch {
    return false;
  }
}

/** Whether failing on it is certainly the file's fault. */
function isPlain({ codestream, palette }: Jp2File): boolean {
  const { components } = codestream;
  return (
    palette === null &&
    components.length <= PLAIN_COMPONENTS &&
    components.every(({ bits, dx, dy }) => bits <= PLAIN_BITS && dx <= 2 && dy <= 2)
  );
}
