import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { accessSetOn, effectiveAccess, mayBeFound, READER_GRANT, STAFF_GRANT } from './access.ts';
import { checkFields } from './check-fields.ts';
import { ACCESSES } from './elements.ts';
import { LEVELS } from './record-types.ts';

describe('access', () => {
  it('may be said on every level, in one of three words', () => {
    for (const level of LEVELS) {
      for (const access of ACCESSES) expect(checkFields(level, { access }).ok).toBe(true);
      expect(checkFields(level, { access: null }).ok).toBe(true);
      expect(checkFields(level, { access: 'secret' }).ok).toBe(false);
    }
    expect(checkFields('tag', { access: 'open' }).ok).toBe(false);
  });

  it('is what the nearest record says, and staff where nobody says anything', () => {
    expect(effectiveAccess([])).toBe('staff');
    expect(effectiveAccess([null, null])).toBe('staff');
    expect(effectiveAccess([null, 'closed', 'open'])).toBe('closed');
    expect(effectiveAccess(['open', 'closed'])).toBe('open');
  });

  it('shows readers only what is open, and the staff everything', () => {
    expect(ACCESSES.filter((access) => mayBeFound(access, READER_GRANT))).toEqual(['open']);
    expect(ACCESSES.filter((access) => mayBeFound(access, STAFF_GRANT))).toEqual([...ACCESSES]);
  });

  it('is closed by a word that this program does not know, and never opened by one', () => {
    expect(accessSetOn({})).toBe(null);
    expect(accessSetOn({ access: null })).toBe(null);
    expect(accessSetOn({ access: 'open' })).toBe('open');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const said = accessSetOn({ access: value as Json });
        if (said === 'open') expect(value).toBe('open');
        if (typeof value === 'string' && value !== '' && value !== 'open' && value !== 'staff') {
          expect(said).toBe('closed');
        }
      }),
    );
  });
});
