import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { checkEdit, type Catalogue } from './check-edit.ts';

const [a, b, c] = [newId(), newId(), newId()];

/** Three records of which each hangs under the one before it; `top` hangs under the last where two stations made a ring. */
function chain(top: string | null): Catalogue {
  const parents = new Map<string, string | null>([
    [a, top],
    [b, a],
    [c, b],
  ]);
  return {
    state: (id) => ({ id, t: 'section', f: {} }),
    typeOf: (id) => (parents.has(id) ? 'section' : null),
    parentOf: (id) => parents.get(id) ?? null,
  };
}

/** As an undo writes it: levels are not looked into again, the tree is. */
function move(rec: string, parent: string, catalogue: Catalogue): string {
  const edit = { rec, t: 'section', k: 'set' as const, f: { parent }, p: {} };
  const result = checkEdit(edit, catalogue, true);
  return result.ok ? 'ok' : result.code;
}

test('nothing is ever hung under itself, however far up', () => {
  expect(move(a, a, chain(null))).toBe('PARENT_CYCLE');
  expect(move(a, c, chain(null))).toBe('PARENT_CYCLE');
  expect(move(c, a, chain(null))).toBe('ok');
});

test('a ring that is there already does not make the check go round for ever', () => {
  expect(move(newId(), b, chain(c))).toBe('ok');
  expect(move(c, a, chain(c))).toBe('PARENT_CYCLE');
});
