import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { TroubleError } from '../../shared/result.ts';
import { troubleCode } from './catalogue-trouble.ts';

describe('trouble with the copy', () => {
  it('has a code for what browsers and Dexie throw', () => {
    const full = new DOMException('full', 'QuotaExceededError');
    const codes: [unknown, string][] = [
      [full, 'CATALOGUE_DISK_FULL'],
      [new Dexie.AbortError('aborted', full), 'CATALOGUE_DISK_FULL'],
      [new Dexie.BulkError('3 failed', [new Dexie.QuotaExceededError('full', full)]), 'CATALOGUE_DISK_FULL'],
      [new Dexie.DatabaseClosedError('closed'), 'CATALOGUE_CLOSED'],
      [new DOMException('The database connection is closing.', 'InvalidStateError'), 'CATALOGUE_CLOSED'],
      [
        new Dexie.UnknownError('Internal error opening backing store for indexedDB.open.'),
        'CATALOGUE_DAMAGED',
      ],
      [new TroubleError('HOST_GONE'), 'HOST_GONE'],
      [new Error('a bug'), 'CATALOGUE_UNREADABLE'],
      [undefined, 'CATALOGUE_UNREADABLE'],
    ];
    for (const [error, code] of codes)
      expect([String(error), troubleCode(error)]).toEqual([String(error), code]);
  });
});
