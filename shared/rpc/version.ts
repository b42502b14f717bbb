/**
 * The contract's version. A window asks for it at start and after every time the host was gone: a page of another
 * version than its host's must be loaded anew before it calls anything else.
 */
import { z } from 'zod';
import { contract } from './contract.ts';
import { events } from './events.ts';
import { replySchema } from './reply.ts';

/** 2: backups, the history of a record, room on the disk. */
export const CONTRACT_VERSION = 2;

/** The shapes of everything that crosses the border, as one text that changes when any of them does. */
export function contractShapes(): string {
  const calls = Object.entries(contract).map(([name, call]) => [
    name,
    call.access,
    z.toJSONSchema(call.input, { io: 'input', unrepresentable: 'any' }),
    z.toJSONSchema(call.output, { unrepresentable: 'any' }),
  ]);
  const told = Object.entries(events).map(([name, schema]) => [name, z.toJSONSchema(schema)]);
  return JSON.stringify({ calls, events: told, reply: z.toJSONSchema(replySchema) });
}
