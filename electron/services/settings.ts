/**
 * What a person chose for this data folder, in `settings.json`. A file that cannot be understood is never overwritten:
 * it is set aside under another name, the defaults are used, and the window is told.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { TroubleError } from '../../shared/result.ts';
import { settingsSchema, type Settings } from '../../shared/rpc/contract.ts';

type Notice = { readonly code: string; readonly details: Readonly<Record<string, string>> };

/** What a call may change; a field that is not there, or undefined, stays as it is. */
type SettingsPatch = { readonly [K in keyof Settings]?: Settings[K] | undefined };

export type SettingsStore = {
  read(): Settings;
  /** Writes the changed settings to disk and answers all of them. Errors: SETTINGS_NOT_WRITTEN. */
  write(patch: SettingsPatch): Settings;
  /** Trouble met while reading: SETTINGS_SET_ASIDE with the `file` name it now has. */
  readonly notices: readonly Notice[];
};

const VERSION = 1;
const fileSchema = z.object({ v: z.literal(VERSION), ...settingsSchema.partial().shape });
const DEFAULTS: Settings = { language: null, backup: null, cpu: 'auto' };

/** Reads the settings of a data folder. */
export function openSettings(folder: string, now: () => number = Date.now): SettingsStore {
  const file = path.join(folder, 'settings.json');
  const notices: Notice[] = [];
  let settings = load();

  function load(): Settings {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') setAside();
      return DEFAULTS;
    }
    try {
      const { v: _version, ...stored } = fileSchema.parse(JSON.parse(text));
      return settingsSchema.parse({ ...DEFAULTS, ...stored });
    } catch {
      setAside();
      return DEFAULTS;
    }
  }

  function setAside(): void {
    const name = `settings.damaged-${new Date(now()).toISOString().replaceAll(':', '-')}.json`;
    try {
      renameSync(file, path.join(folder, name));
    } catch {
      // Even so the program starts; the notice is what matters.
    }
    notices.push({ code: 'SETTINGS_SET_ASIDE', details: { file: name } });
  }

  return {
    read: () => settings,
    write(patch) {
      const given = Object.entries(patch).filter(([, value]) => value !== undefined);
      const next = settingsSchema.parse({ ...settings, ...Object.fromEntries(given) });
      try {
        writeWhole(file, JSON.stringify({ v: VERSION, ...next }, null, 1));
      } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
        throw new TroubleError('SETTINGS_NOT_WRITTEN', { reason });
      }
      settings = next;
      return next;
    },
    notices,
  };
}

/** The old file or the new one is there, never half of one. */
function writeWhole(file: string, text: string): void {
  const handle = openSync(`${file}.new`, 'w');
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.new`, file);
}
