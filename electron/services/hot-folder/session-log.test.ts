/** The lines of a capture session on its disk: what a power cut tears, and which sessions are kept. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import { forgetOldSessions, openSessionLog, sessionFiles } from './session-log.ts';
import type { Line } from './session-lines.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-lines-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const phase = (at: string): Line => ({ t: 'phase', phase: 'paused', at });
const [one, two, three] = [phase('1'), phase('2'), phase('3')];

async function write(id: string, ...lines: Line[]): Promise<Line[]> {
  const opened = await openSessionLog(folder, id);
  for (const line of lines) await opened.log.write(line);
  await opened.log.close();
  return opened.lines;
}

describe('the lines of a session', () => {
  it('are read as they were written, and go on behind the last one', async () => {
    const id = newId();
    expect(await write(id, one, two)).toEqual([]);
    expect(await write(id, three)).toEqual([one, two]);
    expect(await write(id)).toEqual([one, two, three]);
  });

  it.each([
    ['torn', '{"t":"phase","pha'],
    ['torn, with its end', '{"t":"phase","pha\n'],
    ['of nothing but zeros', `${'\0'.repeat(40)}\n`],
    ['of a kind that nobody knows', '{"t":"other"}\n'],
  ])('end before one that is %s, and it is cut away', async (_, damaged) => {
    const id = newId();
    await write(id, one);
    const file = path.join(folder, `${id}.jsonl`);
    const sound = readFileSync(file, 'utf8');
    appendFileSync(file, `${damaged}${damaged.endsWith('\n') ? `${JSON.stringify(two)}\n` : ''}`);
    expect(await write(id, three)).toEqual([one]);
    expect(readFileSync(file, 'utf8')).toBe(`${sound}${JSON.stringify(three)}\n`);
  });
});

describe('old sessions', () => {
  it('are forgotten, but never the open one, though the clock was set back', async () => {
    const open = newId({ msecs: 0 });
    const later = Array.from({ length: 102 }, (_, i) => newId({ msecs: 1000 + i }));
    for (const id of [open, ...later]) writeFileSync(path.join(folder, `${id}.jsonl`), '');
    await forgetOldSessions(folder, open);
    const left = (await sessionFiles(folder)).map((file) => path.basename(file, '.jsonl'));
    expect(left).toEqual([open, ...later.slice(2)]);
  });
});
