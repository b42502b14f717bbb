/**
 * The line between a station and the server: each message waits until the run delivers it, as it is or with a fault.
 * Messages travel as text, so nobody shares an object with the other side; what arrives is parsed as the real ends do.
 */
import type { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/result.ts';
import * as messages from '../../../shared/sync/wire/messages.ts';
import * as asked from '../../../shared/sync/wire/records-messages.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import type { Wire } from '../../../shared/sync/wire/wire.ts';
import type { Fault } from '../script.ts';

export type CallName = keyof Wire;

/** What the server answers to a message's text; never throws but for a crash. */
export type Centre = (call: CallName, text: string, isSure?: boolean) => Promise<Result<string, ProblemCode>>;

export type Sent = { readonly call: CallName; readonly text: string };

export type Line = {
  readonly wire: Wire;
  /** The message that waits; null when the station has said nothing. */
  waiting(): Sent | null;
  /** Delivers it and brings the answer back, as the fault says. */
  deliver(fault: Fault, centre: Centre): Promise<void>;
  /** Resolves when the station says something; never when it does not. */
  said(): Promise<void>;
};

/** Schemas of what is asked and answered. */
const SCHEMAS = {
  hello: [messages.helloAskSchema, messages.helloAnswerSchema],
  push: [messages.pushAskSchema, messages.pushAnswerSchema],
  pull: [messages.pullAskSchema, messages.pullPageSchema],
  records: [asked.recordsAskSchema, asked.recordsAnswerSchema],
  snapshot: [null, messages.snapshotManifestSchema],
  snapshotPart: [messages.snapshotPartAskSchema, messages.putRowSchema.array()],
  history: [asked.historyAskSchema, asked.historyAnswerSchema],
  attention: [messages.attentionAskSchema, messages.attentionAnswerSchema],
  decide: [messages.decideAskSchema, messages.decideAnswerSchema],
} as const satisfies Record<CallName, readonly [z.ZodType | null, z.ZodType]>;

/**
 * Reads a message as its receiver does; undefined when it is none. `isSure`: it comes as it was sent, and is only parsed; some
 * runs check that all of those fit their schemas too.
 */
export function readMessage(call: CallName, side: 'ask' | 'answer', text: string, isSure: boolean): unknown {
  const schema = SCHEMAS[call][side === 'ask' ? 0 : 1];
  try {
    const value: unknown = JSON.parse(text);
    if (schema === null || isSure) return value;
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** @param isTrusting messages that come as they were sent are not checked against their schemas */
export function createLine(isTrusting: boolean): Line {
  let pending: (Sent & { readonly answer: (result: Result<unknown, ProblemCode>) => void }) | null = null;
  let heard: (() => void) | null = null;

  const call =
    (name: CallName) =>
    (ask: unknown): Promise<Result<never, ProblemCode>> =>
      new Promise((resolve) => {
        if (pending !== null) throw new Error(`${name} was said before ${pending.call} was answered`);
        pending = {
          call: name,
          text: JSON.stringify(ask),
          answer: (result) => resolve(result as Result<never, ProblemCode>),
        };
        heard?.();
      });
  const names = Object.keys(SCHEMAS) as CallName[];
  const wire = Object.fromEntries(names.map((name) => [name, call(name)])) as unknown as Wire;

  const deliver = async (fault: Fault, centre: Centre): Promise<void> => {
    if (pending === null) return;
    const { call: name, text } = pending;
    const answer = pending.answer;
    const reply = (result: Result<unknown, ProblemCode>): void => {
      pending = null;
      answer(result);
    };
    if (fault === 'requestLost') return reply(fail('OFFLINE'));
    if (fault === 'html') return reply(fail('NOT_A_SERVER'));
    if (fault === 'cutRequest') {
      await centre(name, text.slice(0, text.length >> 1));
      return reply(fail('OFFLINE'));
    }
    if (fault === 'twice') await centre(name, text, isTrusting);
    const answered = await centre(name, text, isTrusting);
    if (fault === 'answerLost') return reply(fail('TIMEOUT'));
    if (!answered.ok) return reply(answered);
    const cut = fault === 'cutAnswer' ? answered.value.slice(0, answered.value.length >> 1) : answered.value;
    const value = readMessage(name, 'answer', cut, isTrusting && fault !== 'cutAnswer');
    return reply(value === undefined ? fail('NOT_A_SERVER') : ok(value));
  };

  return {
    wire,
    waiting: () => pending,
    deliver,
    said: () =>
      new Promise((resolve) => {
        if (pending !== null) resolve();
        else heard = resolve;
      }),
  };
}
