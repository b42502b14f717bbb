/** `sync/hold.json`: what people chose to have here. It is theirs, and derived from nothing. */
import { mkdir } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { onDisk } from '../../../../node/files/disk-trouble.ts';
import { writeJsonFile } from '../../../../node/files/json-file.ts';
import {
  HOLD_CHOICES,
  holdChoiceSchema,
  type HoldChoice,
} from '../../../../shared/rpc/contract-sync-files.ts';

const fileSchema = z.object({ v: z.literal(1), choices: z.array(holdChoiceSchema) });

export type HoldFile = {
  read(): readonly HoldChoice[];
  /** @throws TroubleError of the disk */
  write(choices: readonly HoldChoice[]): Promise<void>;
};

/** A file that cannot be read counts as not chosen yet: nothing is dropped for that. */
export function createHoldFile(folder: string): HoldFile {
  const file = path.join(folder, 'hold.json');
  let choices = readChoices(file) ?? HOLD_CHOICES;
  return {
    read: () => choices,
    async write(next) {
      await onDisk(folder, () => mkdir(folder, { recursive: true }));
      await writeJsonFile(file, { v: 1, choices: next });
      choices = next;
    },
  };
}

function readChoices(file: string): readonly HoldChoice[] | null {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data.choices : null;
  } catch {
    return null;
  }
}
