import { expect, test } from 'vitest';
import type { AuditEvent } from '../../../shared/rpc/contract-audit.ts';
import { addsUp } from '../../ui/report/report.ts';
import { eventReport } from './event-report.ts';

const event = (more: Partial<AuditEvent>): AuditEvent => ({
  id: '0197c2a1-b3d4-7000-8000-000000000001',
  type: 'fixity check',
  at: '2026-11-22T02:00:00Z',
  place: 'ocfl/a',
  label: 'Ф. 5',
  name: '',
  files: 3,
  outcome: 'sound',
  codes: [],
  agent: { program: 'Qoima 0.1.0', by: 'plan' },
  ...more,
});

test('what was done adds up, and each line says what it was about', () => {
  const t = (key: string, values?: Record<string, unknown>) =>
    `${key}${values === undefined ? '' : JSON.stringify(values)}`;
  const report = eventReport(
    [
      event({ type: 'recovery', name: 'лист 3.tif', outcome: 'repaired', codes: ['FILE_CHANGED'] }),
      event({ outcome: 'damaged', codes: ['FILE_CHANGED'] }),
      event({}),
      event({ place: '', label: '' }),
    ],
    { t, language: 'kk', archive: 'Архив' },
  );
  expect(addsUp(report)).toBe(true);
  expect(report.rows.map((row) => row[2])).toEqual([
    'лист 3.tif',
    'fixity.batch{"label":"Ф. 5","count":3}',
    'fixity.batch{"label":"Ф. 5","count":3}',
    'fixity.catalogue{"count":3}',
  ]);
  expect(report.rows[1]?.[3]).toBe('fixity.outcome.damaged fixity.damage.FILE_CHANGED');
});
