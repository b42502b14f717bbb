/**
 * The host's log: JSON lines in `logs/host.log`, written at once so that a crash keeps its last words, and bounded: past
 * its size the file becomes `host.1.log` and a new one begins. Words of documents and names of people stay out of it.
 */
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { TroubleError, type Details } from '../shared/result.ts';
import { redactDetails, redactText } from './redact.ts';

export type Log = {
  /** Writes that something happened; `event` is a name such as `host.started`. */
  info(event: string, details?: Details): void;
  /** Writes the whole error and answers the report id that stands beside it and may be shown to a person. */
  error(event: string, error: unknown, details?: Details): string;
};

const MAX_BYTES = 5 * 1024 * 1024;

/**
 * Makes the log of a data folder. `roots` are folders whose paths say nothing about people (the program's, the data
 * folder's); trouble of the log itself is swallowed, because a full disk must not stop what is being reported.
 */
export function createLog(deps: {
  readonly folder: string;
  readonly roots?: readonly string[];
  readonly now?: () => number;
  readonly maxBytes?: number;
}): Log {
  const { folder, now = Date.now, maxBytes = MAX_BYTES } = deps;
  const roots = [...(deps.roots ?? []), folder];
  const file = path.join(folder, 'host.log');
  let size = prepare(folder, file);

  function write(entry: object): void {
    const line = `${JSON.stringify({ at: new Date(now()).toISOString(), ...entry })}\n`;
    try {
      if (size + line.length > maxBytes) {
        renameSync(file, path.join(folder, 'host.1.log'));
        size = 0;
      }
      appendFileSync(file, line, { mode: 0o600 });
      size += Buffer.byteLength(line);
    } catch {
      // Nowhere left to say it.
    }
  }

  return {
    info: (event, details) => write({ level: 'info', event, ...redactDetails(details, roots) }),
    error(event, error, details) {
      const report = newReportId();
      write({
        level: 'error',
        event,
        report,
        ...describe(error, roots),
        ...redactDetails(details, roots),
      });
      return report;
    },
  };
}

/** A log that keeps nothing, for tests and tools without a data folder. */
export function silentLog(): Log {
  return { info: () => undefined, error: newReportId };
}

function newReportId(): string {
  return randomBytes(5).toString('hex');
}

function prepare(folder: string, file: string): number {
  try {
    mkdirSync(folder, { recursive: true });
    return statSync(file).size;
  } catch {
    return 0;
  }
}

function describe(error: unknown, roots: readonly string[]): object {
  if (!(error instanceof Error)) return { message: redactText(String(error), roots) };
  const code = error instanceof TroubleError ? error.code : (error as NodeJS.ErrnoException).code;
  return {
    ...(code === undefined ? {} : { code }),
    ...(error instanceof TroubleError ? { trouble: redactDetails(error.details, roots) } : {}),
    message: redactText(error.message, roots),
    stack: redactText(error.stack ?? '', roots),
    ...(error.cause instanceof Error ? { cause: redactText(error.cause.stack ?? '', roots) } : {}),
  };
}
