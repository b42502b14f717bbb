/** The far side of a port: answers numbered calls from a table of functions. */
import { TroubleError } from '../../shared/result.ts';
import type { AnswerMessage, CallMessage, Calls, Port } from './port.ts';

/** Serves `calls` over `port`; the function returned sends an event to the near side. */
export function serveCalls(port: Port, calls: Calls): (event: string, value: unknown) => void {
  port.onMessage((message) => {
    void answer(calls, message as CallMessage).then((reply) => post(port, reply));
  });
  return (event, value) => port.post({ event, value });
}

/** An answer that cannot be copied to the other side is a bug of its call, and takes neither thread nor caller with it. */
function post(port: Port, reply: AnswerMessage): void {
  try {
    port.post(reply);
  } catch (error) {
    port.post({
      id: reply.id,
      ok: false,
      code: 'INTERNAL',
      message: messageOf(error),
    } satisfies AnswerMessage);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function answer(calls: Calls, message: CallMessage): Promise<AnswerMessage> {
  const { id, name, input } = message;
  try {
    const service = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (service === undefined) throw new Error(`no such call: ${name}`);
    return { id, ok: true, value: await service(input as never) };
  } catch (error) {
    if (error instanceof TroubleError) {
      return { id, ok: false, code: error.code, details: error.details, message: error.message };
    }
    return { id, ok: false, code: 'INTERNAL', message: messageOf(error) };
  }
}
