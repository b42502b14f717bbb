import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Certainty } from '../../../shared/query/tiers.ts';
import { EMPTY_QUERY } from '../../ui/find-query.ts';
import { questionOf, type HostAnswer, type MoreHits, type PageQuestion } from './page-answer.ts';
import { createPageAsker } from './page-asker.ts';
import { answerOf, hit } from './page-answers-made.ts';

type Call = {
  readonly question: PageQuestion;
  readonly cursor: string | null;
  readonly answer: (value: Result<HostAnswer, string>) => Promise<void>;
};

function setUp() {
  const calls: Call[] = [];
  const stop = vi.fn<() => void>();
  const more = vi.fn<() => Promise<Result<MoreHits, string>>>();
  const asker = createPageAsker({
    pages: (question, cursor) =>
      new Promise((resolve) => {
        calls.push({
          question,
          cursor,
          answer: async (value) => {
            resolve(value);
            await vi.advanceTimersByTimeAsync(0);
          },
        });
      }),
    more,
    stop,
  });
  return { asker, calls, stop, more, state: () => asker.found.get() };
}

const ask = (text: string, certainty: Certainty = 'all') => questionOf({ ...EMPTY_QUERY, text, certainty });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('asking for pages as a person types', () => {
  it('waits for a pause, shows the certain hits first and then all', async () => {
    const { asker, calls, state } = setUp();
    asker.want(ask('кең'), false);
    await vi.advanceTimersByTimeAsync(100);
    asker.want(ask('кеңес'), false);
    await vi.advanceTimersByTimeAsync(340);
    expect(calls).toHaveLength(0);
    expect(state().phase).toBe('waiting');
    await vi.advanceTimersByTimeAsync(20);
    expect(calls.map(({ question }) => [question.text, question.filter.certainty])).toEqual([
      ['кеңес', 'certain'],
    ]);
    await calls[0]?.answer(ok(answerOf({ u1: [hit('p1', 1)] })));
    expect(state()).toMatchObject({ phase: 'widening', isStale: false });
    expect(state().answer?.total.pages).toBe(1);
    expect(calls[1]?.question.filter.certainty).toBe('all');
    await calls[1]?.answer(ok(answerOf({ u1: [hit('p1', 1)], u2: [hit('p2', 4)] })));
    expect(state()).toMatchObject({ phase: 'done', isStale: false });
    expect(state().answer?.total.uncertain).toBe(1);
  });

  it('asks at once for what is complete, and only once for one kind of certainty', async () => {
    const { asker, calls, state } = setUp();
    asker.want(ask('кеңес', 'uncertain'), false);
    asker.want(ask('кеңес', 'uncertain'), true);
    expect(calls).toHaveLength(1);
    await calls[0]?.answer(ok(answerOf({})));
    expect(calls).toHaveLength(1);
    expect(state().phase).toBe('done');
  });

  it('ends the older question, and never shows its answer', async () => {
    const { asker, calls, stop, state } = setUp();
    asker.want(ask('жер'), true);
    await vi.advanceTimersByTimeAsync(60);
    asker.want(ask('мал'), true);
    expect(stop).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(60);
    await calls[0]?.answer(ok(answerOf({ u1: [hit('p1', 1)] })));
    expect(state()).toMatchObject({ phase: 'looking', answer: null });
    await calls[1]?.answer(ok(answerOf({ u2: [hit('p2', 1)] })));
    expect(state()).toMatchObject({ phase: 'widening' });
    expect(state().answer?.units[0]?.unit).toBe('u2');
  });

  it('asks once more what a late stop of the question before has ended, and then tells it', async () => {
    const { asker, calls, state } = setUp();
    asker.want(ask('мал', 'certain'), true);
    await vi.advanceTimersByTimeAsync(60);
    await calls[0]?.answer(fail('CANCELLED'));
    expect(calls).toHaveLength(2);
    expect(state().phase).toBe('looking');
    await calls[1]?.answer(fail('CANCELLED'));
    expect(state()).toMatchObject({ phase: 'trouble', code: 'CANCELLED' });
  });

  it.each(['stopped', 'trouble'] as const)(
    'shows nothing of the question before once the next one ends as %s',
    async (phase) => {
      const { asker, calls, state } = setUp();
      asker.want(ask('жер', 'certain'), true);
      await vi.advanceTimersByTimeAsync(60);
      await calls[0]?.answer(ok(answerOf({ u1: [hit('p1', 1)] })));
      asker.want(ask('мал', 'certain'), true);
      await vi.advanceTimersByTimeAsync(60);
      if (phase === 'stopped') asker.stop();
      else await calls[1]?.answer(fail('DEADLINE'));
      expect(state()).toMatchObject({ phase, answer: null, isStale: false });
    },
  );

  it('keeps what stands there as stale until the next answer, and forgets it when nothing is asked', async () => {
    const { asker, calls, state } = setUp();
    asker.want(ask('жер', 'certain'), true);
    await vi.advanceTimersByTimeAsync(60);
    await calls[0]?.answer(ok(answerOf({ u1: [hit('p1', 1)] })));
    asker.want(ask('жерг', 'certain'), false);
    expect(state()).toMatchObject({ phase: 'waiting', isStale: true });
    expect(state().answer).not.toBeNull();
    asker.want(null, false);
    expect(state()).toMatchObject({ phase: 'idle', answer: null });
  });

  it('stops when a person says so, and tells trouble', async () => {
    const { asker, calls, stop, state } = setUp();
    asker.want(ask('жер'), true);
    await vi.advanceTimersByTimeAsync(60);
    await calls[0]?.answer(ok(answerOf({ u1: [hit('p1', 1)] })));
    asker.stop();
    expect(stop).toHaveBeenCalledTimes(1);
    expect(state().phase).toBe('stopped');
    await calls[1]?.answer(ok(answerOf({})));
    expect(state().answer?.units).toHaveLength(1);
    asker.again();
    await calls[2]?.answer(fail('HOST_GONE'));
    expect(state()).toMatchObject({ phase: 'trouble', code: 'HOST_GONE' });
    expect(state().answer?.units).toHaveLength(1);
  });

  it('puts more units and more hits of a unit behind, nothing twice', async () => {
    const { asker, calls, more, state } = setUp();
    asker.want(ask('жер', 'certain'), true);
    await vi.advanceTimersByTimeAsync(60);
    const first = answerOf({ u1: [hit('p1', 1)] }, 'c1');
    await calls[0]?.answer(ok({ ...first, units: first.units.map((unit) => ({ ...unit, pages: 2 })) }));
    asker.moreUnits();
    asker.moreUnits();
    expect(calls.map(({ cursor }) => cursor)).toEqual([null, 'c1']);
    expect(state().loading).toBe('list');
    await calls[1]?.answer(ok(answerOf({ u1: [hit('p1', 1)], u2: [hit('p2', 2)] })));
    expect(state().answer?.units.map(({ unit }) => unit)).toEqual(['u1', 'u2']);
    expect(state().answer?.next).toBeNull();
    more.mockResolvedValue(ok({ hits: [hit('p1', 1), hit('p3', 2)], next: null }));
    asker.moreHits('u1');
    await vi.advanceTimersByTimeAsync(0);
    expect(state().answer?.units[0]?.hits.map(({ page }) => page)).toEqual(['p1', 'p3']);
    expect(state().answer?.units[0]?.next).toBeNull();
    asker.moreHits('u1');
    expect(more).toHaveBeenCalledTimes(1);
  });

  it('asks once more when texts have changed, and shows what is known until then', async () => {
    const { asker, calls, state } = setUp();
    asker.want(ask('жер'), true);
    asker.again();
    await vi.advanceTimersByTimeAsync(60);
    await calls[0]?.answer(ok(answerOf({ u1: [hit('p1', 1)] })));
    await calls[1]?.answer(ok(answerOf({ u1: [hit('p1', 1)], u2: [hit('p2', 4)] })));
    asker.again();
    expect(state().answer?.units).toHaveLength(2);
    expect(calls.map(({ question }) => question.filter.certainty)).toEqual(['certain', 'all', 'all']);
    await calls[2]?.answer(ok(answerOf({ u1: [hit('p1', 1)], u2: [hit('p2', 1)] })));
    expect(state().answer?.total.uncertain).toBe(0);
  });

  it('lets a question be answered however often texts change meanwhile, and asks once more then', async () => {
    const { asker, calls, stop, state } = setUp();
    asker.want(ask('жер'), true);
    await vi.advanceTimersByTimeAsync(60);
    asker.again();
    await calls[0]?.answer(ok(answerOf({ u1: [hit('p1', 1)] })));
    asker.again();
    expect(calls).toHaveLength(2);
    await calls[1]?.answer(ok(answerOf({ u1: [hit('p1', 1)], u2: [hit('p2', 4)] })));
    expect(state().phase).toBe('done');
    expect(stop).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1500);
    expect(calls.map(({ question }) => question.filter.certainty)).toEqual(['certain', 'all', 'all']);
    await calls[2]?.answer(ok(answerOf({ u1: [hit('p1', 1)] })));
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls).toHaveLength(3);
  });

  it('keeps as much in the list as stood there when texts have changed', async () => {
    const { asker, calls, more, state } = setUp();
    const withPages = (answer: HostAnswer, pages: number) => ({
      ...answer,
      units: answer.units.map((unit) => ({ ...unit, pages })),
    });
    asker.want(ask('жер', 'certain'), true);
    await vi.advanceTimersByTimeAsync(60);
    await calls[0]?.answer(ok(withPages(answerOf({ u1: [hit('p1', 1)] }, 'c1'), 2)));
    asker.moreUnits();
    await calls[1]?.answer(ok(answerOf({ u2: [hit('p2', 2)] })));
    more.mockResolvedValue(ok({ hits: [hit('p1', 1), hit('p3', 2)], next: null }));
    asker.moreHits('u1');
    await vi.advanceTimersByTimeAsync(0);
    asker.again();
    await calls[2]?.answer(ok(withPages(answerOf({ u1: [hit('p1', 1)] }, 'c2'), 2)));
    expect(calls[3]?.cursor).toBe('c2');
    expect(state().answer?.units).toHaveLength(2);
    await calls[3]?.answer(ok(answerOf({ u2: [hit('p2', 2)], u3: [hit('p4', 2)] })));
    expect(state().phase).toBe('done');
    expect(state().answer?.units.map(({ hits }) => hits.map(({ page }) => page))).toEqual([
      ['p1', 'p3'],
      ['p2'],
      ['p4'],
    ]);
  });

  it('loads more behind the whole answer, not behind the certain hits of it', async () => {
    const { asker, calls, state } = setUp();
    asker.want(ask('жер'), true);
    await vi.advanceTimersByTimeAsync(60);
    await calls[0]?.answer(ok(answerOf({ u1: [hit('p1', 1)] }, 'certain')));
    asker.moreUnits();
    expect(calls).toHaveLength(2);
    expect(state().loading).toBe('list');
    await calls[1]?.answer(ok(answerOf({ u1: [hit('p1', 1)] }, 'all')));
    expect(calls[2]?.cursor).toBe('all');
    await calls[2]?.answer(ok(answerOf({ u2: [hit('p2', 4)] })));
    expect(state()).toMatchObject({ loading: null, phase: 'done' });
    expect(state().answer?.units).toHaveLength(2);
  });

  it('asks nothing of the texts without words, or for levels above the page', () => {
    expect(questionOf({ ...EMPTY_QUERY, from: 1930 })).toBeNull();
    expect(questionOf({ ...EMPTY_QUERY, text: 'жер', levels: ['unit'] })).toBeNull();
    expect(questionOf({ ...EMPTY_QUERY, text: 'жер', levels: ['unit', 'page'] })).not.toBeNull();
  });
});
