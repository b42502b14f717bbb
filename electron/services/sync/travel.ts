/** When files may travel: the hours of the plan, and so many bytes in a day. Descriptions always may. */
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../../../node/files/json-file.ts';
import type { SyncPlan } from '../../../shared/rpc/contract-sync.ts';

const usedSchema = z.strictObject({ v: z.literal(1), day: z.string(), bytes: z.number().nonnegative() });

/** What is lost of the count when the machine stops is no more than what travels in this time. */
const WRITE_MS = 10_000;

/** Why files may not travel now, and when they may again, in milliseconds since 1970. */
export type TravelWait = { readonly why: 'hours' | 'limit'; readonly until: number };

export type Travel = {
  may(): boolean;
  /** Null: they may. */
  waits(): TravelWait | null;
  /** Counts bytes that travelled, either way. */
  count(bytes: number): void;
  close(): Promise<void>;
};

/** `from` later than `to` goes over midnight; the same hour twice is the whole day. */
export function isWithinHours(hours: SyncPlan['hours'], hour: number): boolean {
  if (hours === null || hours.from === hours.to) return true;
  const { from, to } = hours;
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

/** `isSpent`: the bytes of `now`'s day are; by the machine's clock. */
export function travelWait(hours: SyncPlan['hours'], isSpent: boolean, now: Date): TravelWait | null {
  const why = isSpent ? 'limit' : isWithinHours(hours, now.getHours()) ? null : 'hours';
  if (why === null) return null;
  const hourAfter = (count: number): Date =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate(), now.getHours() + count);
  let count = 1;
  const isStill = (at: Date): boolean =>
    (isSpent && localDay(at) === localDay(now)) || !isWithinHours(hours, at.getHours());
  // Two days: a clock that leaps over the hour of the plan has another one the day after.
  while (count < 48 && isStill(hourAfter(count))) count++;
  return { why, until: hourAfter(count).getTime() };
}

export async function openTravel(deps: {
  readonly folder: string;
  readonly plan: () => SyncPlan;
  readonly now: () => number;
  readonly report: (error: unknown) => void;
}): Promise<Travel> {
  const path = join(deps.folder, 'travelled.json');
  const today = (): string => localDay(new Date(deps.now()));
  const read = await readJsonFile(path, usedSchema, { setAside: false });
  let used = read.ok ? { day: read.value.day, bytes: read.value.bytes } : { day: today(), bytes: 0 };
  let timer: NodeJS.Timeout | null = null;

  const ofToday = (): number => (used.day === today() ? used.bytes : 0);
  const waits = (): TravelWait | null => {
    const { hours, dailyBytes } = deps.plan();
    return travelWait(hours, dailyBytes !== null && ofToday() >= dailyBytes, new Date(deps.now()));
  };
  const write = async (): Promise<void> => {
    timer = null;
    await writeJsonFile(path, { v: 1, ...used });
  };

  return {
    may: () => waits() === null,
    waits,
    count(bytes) {
      used = { day: today(), bytes: ofToday() + bytes };
      timer ??= setTimeout(() => void write().catch(deps.report), WRITE_MS).unref();
    },
    async close() {
      if (timer === null) return;
      clearTimeout(timer);
      await write();
    },
  };
}

/** The day by the machine's clock, as people count it. */
function localDay(date: Date): string {
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
