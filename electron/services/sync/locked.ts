/** Calls of windows that write the catalogue: on a station of a centre they need somebody who is signed in. */
import { TroubleError } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';

const WRITING = [
  'journal.commit',
  'journal.undo',
  'journal.redo',
  'step.part',
  'step.write',
  'import.begin',
  'import.undo',
  'capture.begin',
  'capture.act',
  'sample.open',
  'sample.map',
  'sample.remove',
] as const satisfies (keyof Services)[];

/** The services, of which these end with SIGN_IN_NEEDED while `isLocked`. */
export function withSignIn(services: Services, isLocked: () => boolean): Services {
  const locked = WRITING.map((name) => {
    const call = services[name] as (input: unknown) => Promise<unknown>;
    const guarded = async (input: unknown): Promise<unknown> => {
      if (isLocked()) throw new TroubleError('SIGN_IN_NEEDED');
      return call(input);
    };
    return [name, guarded] as const;
  });
  return { ...services, ...Object.fromEntries(locked) };
}
