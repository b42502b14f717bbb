/** The terminal: a line of input, and a password that nobody reads over a shoulder. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** The first line of the standard input, without its end; empty when there is none. */
export async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}

/** Asks for a secret; null when nobody sits at a terminal. */
export async function askHidden(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  process.stderr.write(question);
  // What is typed is echoed by readline itself, so it writes into nothing.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
