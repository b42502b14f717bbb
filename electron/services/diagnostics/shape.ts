/** What may be said of people's own words: how they are built, never what they are. */

/** A path as the lengths of its parts: `/[5]/[6]`. Whether it is of a drive, a network place or this system stays visible. */
export function shapeOfPath(path: string): string {
  const [, root = '', rest = path] = /^([A-Za-z]:[\\/]|\\\\|\/|)(.*)$/su.exec(path) ?? [];
  const shape = rest
    .split(/[\\/]/u)
    .filter((part) => part !== '')
    .map((part) => `[${part.length}]`)
    .join('/');
  return `${root.replace(/^[A-Za-z]:/u, 'X:')}${shape}`;
}

const CODE = /^[A-Z][A-Z0-9_]{1,60}$/u;
const EVENT = /^[a-z]+(?:[._][a-z]+){0,6}$/u;
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]{5,15}Z$/u;
const REPORT = /^[0-9a-f]{6,16}$/u;
/** Details whose values are words of the program: names of services, calls, kinds of jobs. */
const NAMED = new Set(['service', 'call', 'kind', 'host', 'action']);
/** Details that are numbers of the program's own. */
const COUNTED = new Set(
  'pid ms journal vault queue n files count done total pages page size status times exit free records steps'.split(
    ' ',
  ),
);
const NAME = /^[a-z][A-Za-z]{0,30}(?:[.-][a-zA-Z]{1,30}){0,2}$/u;
const FRAME = /([A-Za-z][\w-]{0,60}(?:\.[a-z]{2,10})?\.(?:ts|tsx|js|cjs|mjs)):(\d+)/gu;
const MOST_FRAMES = 8;

/**
 * A line of the log without anything that could be somebody's: only what the program itself has named is let through, by
 * lists, and nothing is taken out by guessing. Null for a line that is no entry.
 */
export function shapeOfLogLine(line: string): Record<string, unknown> | null {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return null;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(entry)) {
    const shape = shapeOfDetail(key, value);
    if (shape !== undefined) kept[key] = shape;
  }
  return kept;
}

function shapeOfDetail(key: string, value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return COUNTED.has(key) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (key === 'stack' || key === 'cause') return framesOf(value);
  const allowed = ALLOWED[key];
  if (allowed !== undefined) return allowed.test(value) ? value : undefined;
  return NAMED.has(key) && NAME.test(value) ? value : undefined;
}

const ALLOWED: Readonly<Record<string, RegExp>> = {
  at: MOMENT,
  level: /^(?:info|error)$/u,
  event: EVENT,
  code: CODE,
  reason: CODE,
  fault: CODE,
  message: CODE,
  report: REPORT,
  version: /^\d+\.\d+\.\d+$/u,
};

/** Where in the program, without what was said there. */
function framesOf(stack: string): string[] {
  const frames = stack
    .split('\n')
    .filter((line) => /^\s+at /u.test(line))
    .flatMap((line) => [...line.matchAll(FRAME)].slice(-1));
  return frames.slice(0, MOST_FRAMES).map(([, file, line]) => `${file}:${line}`);
}
