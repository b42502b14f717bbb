import { expect, it } from 'vitest';
import { heldGroups } from './held-groups.ts';
import type { HeldItem } from './use-held.ts';

function item(id: string, more: Partial<HeldItem>): HeldItem {
  return {
    id: `${'a'.repeat(26)}:${id}`,
    rec: '0190b000-0000-7000-8000-000000000001',
    t: 'unit',
    kind: 'set',
    values: {},
    code: 'DEVICE_REVOKED',
    station: { id: 's1', name: 'Ноутбук' },
    person: { id: 'p1', name: 'Айгүл' },
    at: null,
    cameAt: null,
    decision: null,
    decidedBy: null,
    isOurs: false,
    ...more,
  };
}

it('work is told by its person, its station and the reason; what was left stands behind the rest', () => {
  const other = { id: 'p2', name: 'Ерлан' };
  const groups = heldGroups([
    item('1', { decision: 'leave' }),
    item('2', {}),
    item('3', { person: other }),
    item('4', {}),
    item('5', { code: 'UNSEALED', station: null }),
  ]);
  expect(groups.map(({ person, station, code, items }) => [person, station, code, items.length])).toEqual([
    ['Айгүл', 'Ноутбук', 'DEVICE_REVOKED', 2],
    ['Ерлан', 'Ноутбук', 'DEVICE_REVOKED', 1],
    ['Айгүл', null, 'UNSEALED', 1],
    ['Айгүл', 'Ноутбук', 'DEVICE_REVOKED', 1],
  ]);
});
