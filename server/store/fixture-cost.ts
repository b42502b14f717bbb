/** For tests: passwords that take no time. */
import type { PasswordCost } from './secrets.ts';

export const CHEAP_PASSWORDS: PasswordCost = { N: 2 ** 4, r: 8, p: 1 };
