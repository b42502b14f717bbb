import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AUDIT_PLAN } from '../../../shared/rpc/contract-audit.ts';
import { judgeAudit, type AuditFacts } from './plan-rules.ts';

const at = (text: string) => new Date(text).getTime();
const NOW = at('2026-11-22T09:00:00');
const never: AuditFacts = { last: null, lastAll: null, tried: null, started: 0 };
const sample = (when: string): AuditFacts['last'] => ({
  at: at(when),
  what: 'sample',
  left: 0,
  since: at(when),
});
const part = (when: string, since: string): AuditFacts['last'] => ({
  at: at(when),
  what: 'all',
  left: 7,
  since: at(since),
});

describe('an audit is due', () => {
  test('at once in an archive that never had one, and of everything', () => {
    expect(judgeAudit(AUDIT_PLAN, never, NOW)).toMatchObject({ due: 'all', next: at('2026-11-23T02:00:00') });
  });

  test('once a night: a sample while the month has had its whole', () => {
    const facts = { ...never, lastAll: at('2026-11-01T04:00:00') };
    expect(judgeAudit(AUDIT_PLAN, { ...facts, last: sample('2026-11-21T02:10:00') }, NOW).due).toBe('sample');
    expect(judgeAudit(AUDIT_PLAN, { ...facts, last: sample('2026-11-22T02:10:00') }, NOW).due).toBeNull();
  });

  test('of everything from its day of the month on, also when the machine was off that night', () => {
    const facts = { ...never, last: sample('2026-10-31T02:10:00'), lastAll: at('2026-10-01T05:00:00') };
    expect(judgeAudit(AUDIT_PLAN, facts, at('2026-10-31T09:00:00')).due).toBeNull();
    expect(judgeAudit(AUDIT_PLAN, facts, at('2026-11-01T02:00:00'))).toMatchObject({
      due: 'all',
      since: at('2026-11-01T02:00:00'),
    });
    expect(judgeAudit(AUDIT_PLAN, facts, at('2026-11-05T12:00:00')).due).toBe('all');
  });

  test('night after night until a round is done, and then not again', () => {
    const round = { ...never, last: part('2026-11-21T05:00:00', '2026-11-01T02:00:00') };
    expect(judgeAudit(AUDIT_PLAN, round, NOW)).toMatchObject({
      due: 'all',
      since: at('2026-11-01T02:00:00'),
      round: { begun: at('2026-11-01T02:00:00'), left: 7 },
    });
    expect(judgeAudit(AUDIT_PLAN, { ...round, lastAll: at('2026-11-21T06:00:00') }, NOW)).toMatchObject({
      due: 'sample',
      round: null,
    });
  });

  test('not in the first half hour of a day’s work, unless its hour comes', () => {
    const started = at('2026-11-22T08:50:00');
    expect(judgeAudit(AUDIT_PLAN, { ...never, started }, NOW).due).toBeNull();
    expect(judgeAudit(AUDIT_PLAN, { ...never, started }, at('2026-11-22T09:21:00')).due).toBe('all');
    const evening = { ...never, started: at('2026-11-22T01:55:00') };
    expect(judgeAudit(AUDIT_PLAN, evening, at('2026-11-22T02:00:00')).due).toBe('all');
  });

  test('not again within the hour after a try, not at all without a plan, and at once after a clock went wrong', () => {
    expect(judgeAudit(AUDIT_PLAN, { ...never, tried: NOW - 60_000 }, NOW).due).toBeNull();
    expect(judgeAudit({ ...AUDIT_PLAN, isOn: false }, never, NOW)).toMatchObject({ due: null, next: null });
    const future = { ...never, last: sample('2035-01-01T00:00:00'), lastAll: at('2035-01-01T00:00:00') };
    expect(judgeAudit(AUDIT_PLAN, future, NOW).due).toBe('all');
  });
});

test('whatever the nights are like, every batch is audited in bounded time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 8 }), (batches, perNight) => {
      const audited = new Map(Array.from({ length: batches }, (_, i) => [i, 0]));
      let facts: AuditFacts = never;
      const nights = Math.ceil(batches / perNight) + 1;
      let now = at('2026-11-01T02:30:00');
      for (let night = 0; night < nights; night++, now += 24 * 60 * 60_000) {
        const { due, since } = judgeAudit(AUDIT_PLAN, facts, now);
        if (due === null) continue;
        const wanted = [...audited].filter(([, when]) => when < since).sort((a, b) => a[1] - b[1]);
        for (const [batch] of wanted.slice(0, perNight)) audited.set(batch, now);
        const left = due === 'all' ? Math.max(0, wanted.length - perNight) : 0;
        facts = {
          last: { at: now, what: due, left, since },
          lastAll: due === 'all' && left === 0 ? now : facts.lastAll,
          tried: null,
          started: 0,
        };
      }
      expect([...audited.values()].every((when) => when > 0)).toBe(true);
    }),
  );
});
