/**
 * From a call's name and input to its answer, the same in every host: only names of the contract are known, inputs and
 * outputs are parsed by it, expected trouble becomes a code, and a bug becomes `INTERNAL` with the id of the log entry
 * that has the whole story. Nothing throws and nothing hangs.
 */
import type { z } from 'zod';
import { contract, type Method, type Services } from './contract.ts';
import type { Reply } from './reply.ts';
import { TroubleError } from '../result.ts';

/** Takes what came over the border, whatever it is, and answers it. */
export type Dispatch = (method: unknown, input: unknown) => Promise<Reply>;

/** After this the caller is told `DEADLINE`; a write that was under way may still end well. */
export const DEADLINE_MS = 60_000;

type Service = (input: unknown) => Promise<unknown>;

/**
 * Makes the dispatcher of a host. One that may not write is built without the calls that write, so that being read-only
 * is not a matter of the screen. `report` writes a bug to the log and answers its report id.
 */
export function createDispatch(deps: {
  readonly services: Services;
  readonly canWrite: boolean;
  readonly report: (method: string, error: unknown) => string;
  readonly deadlineMs?: number;
}): Dispatch {
  const { report, deadlineMs = DEADLINE_MS } = deps;
  const services = new Map<string, Service>();
  for (const method of Object.keys(contract) as Method[]) {
    if (!deps.canWrite && contract[method].access === 'write') continue;
    services.set(method, deps.services[method] as Service);
  }

  return async (method, input) => {
    if (!isMethod(method)) return { ok: false, code: 'UNKNOWN_METHOD' };
    const service = services.get(method);
    if (service === undefined) return { ok: false, code: 'READ_ONLY' };
    const parsed = parseInput(contract[method].input, input);
    if (!parsed.ok) return parsed;
    try {
      const value = await withDeadline(service(parsed.value), method, deadlineMs);
      return { ok: true, value: contract[method].output.parse(value) };
    } catch (error) {
      if (error instanceof TroubleError) return troubleReply(error);
      return { ok: false, code: 'INTERNAL', report: report(method, error) };
    }
  };
}

/** Own names only: `toString` and `__proto__` are not calls. */
function isMethod(method: unknown): method is Method {
  return typeof method === 'string' && Object.hasOwn(contract, method);
}

/** The refusal names the field and the kind of fault, never the value. */
function parseInput(schema: z.ZodType, input: unknown): Reply {
  try {
    const parsed = schema.safeParse(input);
    if (parsed.success) return { ok: true, value: parsed.data };
    const issue = parsed.error.issues[0];
    return {
      ok: false,
      code: 'BAD_INPUT',
      details: { field: issue?.path.join('.') ?? '', fault: issue?.code ?? '' },
    };
  } catch {
    // Nested so deep that the parser ran out of stack.
    return { ok: false, code: 'BAD_INPUT', details: { field: '', fault: 'too_deep' } };
  }
}

function troubleReply(error: TroubleError): Reply {
  const reply = { ok: false, code: error.code } as const;
  return error.details === undefined ? reply : { ...reply, details: { ...error.details } };
}

async function withDeadline<T>(promise: Promise<T>, method: string, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TroubleError('DEADLINE', { call: method, ms })), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
