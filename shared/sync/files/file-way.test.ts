/** What must hold of a file's way, whatever happens in whatever order. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  maySend,
  mayEvict,
  stepFile,
  UNKNOWN_FILE,
  wayOf,
  type FileEvent,
  type FileFacts,
} from './file-way.ts';

const plain = fc
  .constantFrom(
    'staged',
    'stored',
    'queued',
    'began',
    'sent',
    'whole',
    'cut',
    'refused',
    'forgotten',
    'fetching',
    'fetched',
    'damaged',
    'lost',
  )
  .map((t): FileEvent => ({ t }));
const event: fc.Arbitrary<FileEvent> = fc.oneof(
  { weight: 4, arbitrary: plain },
  fc.record({
    t: fc.constant('told' as const),
    there: fc.constantFrom('no' as const, 'verified' as const),
    durable: fc.boolean(),
  }),
  fc.record({ t: fc.constant('hold' as const), held: fc.boolean() }),
);

const run = (events: readonly FileEvent[], from: FileFacts = UNKNOWN_FILE) => events.reduce(stepFile, from);
const t = (name: Exclude<FileEvent['t'], 'told' | 'hold'>): FileEvent => ({ t: name });
const told = (there: 'no' | 'verified', durable = false): FileEvent => ({ t: 'told', there, durable });

describe('the way of a file', () => {
  it('goes up step by step', () => {
    const ways: string[] = [];
    let facts = UNKNOWN_FILE;
    for (const each of [
      t('staged'),
      t('stored'),
      t('queued'),
      t('began'),
      t('sent'),
      t('whole'),
      told('verified'),
      told('verified', true),
      t('lost'),
      t('fetching'),
      t('fetched'),
    ]) {
      facts = stepFile(facts, each);
      ways.push(wayOf(facts));
    }
    expect(ways).toEqual([
      'staged',
      'stored',
      'queued',
      'uploading',
      'uploading',
      'uploaded',
      'verified',
      'evictable',
      'elsewhere',
      'fetching',
      'evictable',
    ]);
  });

  it('goes back to the queue after a cut, and after bytes that the centre found wrong', () => {
    const up = [t('stored'), t('queued'), t('began'), t('sent')];
    expect(wayOf(run([...up, t('cut')]))).toBe('queued');
    expect(run([...up, t('whole'), t('refused')])).toMatchObject({ there: 'no', moving: 'queued' });
  });

  it('begins anew when the centre lost what it had, or is another one', () => {
    const verified = run([t('stored'), told('verified', true)]);
    expect(maySend(run([told('no')], verified))).toBe(true);
    expect(maySend(run([t('forgotten')], verified))).toBe(true);
    expect(mayEvict(run([t('forgotten')], verified))).toBe(false);
  });
});

describe('whatever happens', () => {
  it('the bytes here may be taken away only when the centre spoke last of a verified, durable copy', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let facts = UNKNOWN_FILE;
        let lastWord: FileEvent | null = null;
        for (const each of events) {
          const next = stepFile(facts, each);
          if (facts.here === 'stored' && next.here === 'no') expect(each.t).toBe('lost');
          if (each.t === 'told' || each.t === 'forgotten') lastWord = each;
          if (mayEvict(next)) {
            expect(lastWord).toEqual({ t: 'told', there: 'verified', durable: true });
            expect(next).toMatchObject({ here: 'stored', held: false });
          }
          facts = next;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('a file is verified there only by the centre’s own word, and nothing unsound is sent', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let facts = UNKNOWN_FILE;
        for (const each of events) {
          const next = stepFile(facts, each);
          if (next.there === 'verified' && facts.there !== 'verified') expect(each.t).toBe('told');
          if (next.moving === 'up' && facts.moving !== 'up') expect(facts.here).toBe('stored');
          if (next.durable) expect(next.there).toBe('verified');
          facts = next;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('told twice is told once', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), event, (events, each) => {
        const once = stepFile(run(events), each);
        if (each.t === 'told' || each.t === 'hold' || each.t === 'forgotten' || each.t === 'stored')
          expect(stepFile(once, each)).toEqual(once);
      }),
    );
  });
});
