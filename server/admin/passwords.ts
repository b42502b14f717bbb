/** Where a password comes from: from the standard input, from the keyboard, or made here and printed once. Never from an argument. */
import { TroubleError } from '../../shared/result.ts';
import { newPassword } from '../store/secrets.ts';
import type { Given } from './arguments.ts';
import type { Io } from './io.ts';

/** The options that say it. */
export const PASSWORD_FLAGS = ['stdin', 'ask'] as const;
const SHORTEST = 10;

/** The password, and whether it was made here and has to be shown. @throws TroubleError PASSWORD_SHORT, PASSWORDS_DIFFER, USAGE */
export async function choosePassword(
  { flags }: Given,
  io: Io,
): Promise<{ readonly password: string; readonly isMade: boolean }> {
  if (!flags.has('stdin') && !flags.has('ask')) return { password: newPassword(), isMade: true };
  const password = flags.has('stdin') ? await io.readLine() : await askTwice(io);
  if (Array.from(password).length < SHORTEST) throw new TroubleError('PASSWORD_SHORT');
  return { password, isMade: false };
}

async function askTwice(io: Io): Promise<string> {
  const first = await io.askHidden('Password: ');
  const second = await io.askHidden('The same again: ');
  if (first === null || second === null)
    throw new TroubleError('USAGE', {
      what: '--ask needs a terminal; --stdin takes the password from the input',
    });
  if (first !== second) throw new TroubleError('PASSWORDS_DIFFER');
  return first;
}
