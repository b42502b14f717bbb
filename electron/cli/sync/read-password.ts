/** A password from the terminal, unseen, or as the first line of the standard input. Never from an argument: others can read those. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Null when there is none. */
export async function readPassword(prompt: string): Promise<string | null> {
  const isTerminal = process.stdin.isTTY;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (isTerminal) process.stderr.write(prompt);
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: isTerminal });
  try {
    for await (const line of lines) return line === '' ? null : line;
    return null;
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write('\n');
  }
}
