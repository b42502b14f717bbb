import { expect, it } from 'vitest';
import { HOLD_CHOICES } from '../../../shared/rpc/contract-sync-files.ts';
import { holdState, withChoice } from './hold-rules.ts';

const FONDS = '0190b000-0000-7000-8000-000000000001';

it('a choice is made and taken back, and the others stay', () => {
  const choice = { record: FONDS, what: 'masters' as const };
  const made = withChoice(HOLD_CHOICES, choice, true);
  expect(holdState(made, FONDS, 'masters')).toBe('own');
  expect(holdState(made, null, 'masters')).toBe('no');
  expect(withChoice(made, choice, true)).toEqual(made);
  expect(withChoice(made, choice, false)).toEqual(HOLD_CHOICES);
});

it('what is held of the whole archive is held of each fonds', () => {
  expect(holdState(HOLD_CHOICES, FONDS, 'thumbs')).toBe('whole');
  expect(holdState(HOLD_CHOICES, null, 'thumbs')).toBe('own');
  expect(holdState(HOLD_CHOICES, FONDS, 'masters')).toBe('no');
});
