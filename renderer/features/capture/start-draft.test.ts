import { describe, expect, it, test } from 'vitest';
import { draftOf, readStart, startOf } from './start-draft.ts';

describe('before scanning', () => {
  test.each([
    ['45', { num: 45 }],
    [' 45об ', { num: 45, side: 'verso' }],
    ['12а', { num: 12, suffix: 'а' }],
    ['12а (арты)', { num: 12, suffix: 'а', side: 'verso' }],
    ['1–3', null],
    ['1, 2', null],
    ['лист', null],
    ['', null],
  ])('%j begins at %j', (text, leaf) => expect(readStart(text)).toEqual(leaf));

  it('is done as the last time, but for what the unit says of its sides', () => {
    const last = { folder: '/scans', mode: 'rectos', isAuto: false, pattern: null, taken: 'move' } as const;
    expect(draftOf(last, 'sides')).toMatchObject({
      folder: '/scans',
      mode: 'sides',
      isAuto: false,
      taken: 'move',
    });
    expect(draftOf({ ...last, mode: 'spreads' }, 'rectos').mode).toBe('spreads');
    expect(draftOf(null, 'rectos')).toMatchObject({
      folder: '',
      isAuto: true,
      taken: 'leave',
      byName: false,
    });
  });

  it('needs a folder, a leaf and, where names tell the leaf, a pattern', () => {
    const draft = { ...draftOf(null, 'rectos'), folder: ' /scans ' };
    expect(startOf(draft, { num: 7 })).toEqual({
      settings: { folder: '/scans', mode: 'rectos', isAuto: true, pattern: null, taken: 'leave' },
      start: { num: 7 },
    });
    expect(startOf({ ...draft, start: '45об' }, { num: 7 })?.start).toEqual({ num: 45, side: 'verso' });
    expect(startOf({ ...draft, start: 'x' }, { num: 7 })).toBe(null);
    expect(startOf({ ...draft, folder: ' ' }, { num: 7 })).toBe(null);
    expect(startOf({ ...draft, byName: true, pattern: '{' }, { num: 7 })).toBe(null);
    expect(startOf({ ...draft, byName: true, pattern: '{leaf}' }, { num: 7 })?.settings.pattern).toBe(
      '{leaf}',
    );
  });
});
