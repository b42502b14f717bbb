/** Figures with their targets, and what the machine was like while they were taken. */
import { createHash } from 'node:crypto';
import { cpus, loadavg, totalmem } from 'node:os';
import { quantile, round } from '../figures.ts';

export type Figure = {
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MiB' | 'count' | 'ratio';
  /** The most that it may be; absent where none is set. */
  readonly target?: number;
  readonly met?: boolean;
};

/** A figure that has to stay at or below `target`. */
export function atMost(value: number, unit: Figure['unit'], target: number): Figure {
  return { value: round(value), unit, target, met: value <= target };
}

/** A figure without a target, to be looked at beside the others. */
export function told(value: number, unit: Figure['unit']): Figure {
  return { value: round(value), unit };
}

export function machine(): object {
  return {
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    loadBefore: loadavg().map(round),
    node: process.version,
    sqlite: process.versions['sqlite'],
  };
}

const YARDSTICK_RUNS = 7;

/** Milliseconds that a piece of plain work takes on this machine just now: others at work show in it. */
export function yardstick(): number {
  const row = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => ({ i, text: `лист ${i}` })));
  const times = Array.from({ length: YARDSTICK_RUNS }, () => {
    const began = performance.now();
    createHash('sha256')
      .update(JSON.stringify(JSON.parse(row)))
      .digest();
    return performance.now() - began;
  });
  return round(quantile(times, 0.5));
}
