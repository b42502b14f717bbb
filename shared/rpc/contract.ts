/**
 * Every call from a window to its host, declared once: input, output, and whether it writes. Types of both sides are
 * inferred from here; the host parses inputs, the window parses outputs.
 */
import { z } from 'zod';
import { askingCalls } from './contract-asking.ts';
import { auditCalls, auditPlanSchema } from './contract-audit.ts';
import { backupCalls, backupPlanSchema } from './contract-backup.ts';
import { bindingCalls } from './contract-binding.ts';
import { bundleCalls } from './contract-bundle.ts';
import { captureCalls, captureSettingsSchema } from './contract-capture.ts';
import { diagnosticsCalls } from './contract-diagnostics.ts';
import { diskCalls, diskLimitsSchema } from './contract-disk.ts';
import { findingCalls } from './contract-finding.ts';
import { importCalls } from './contract-import.ts';
import { cpuShareSchema, jobCalls } from './contract-jobs.ts';
import { journalCalls } from './contract-journal.ts';
import { placeCalls } from './contract-place.ts';
import { sampleCalls } from './contract-sample.ts';
import { syncCalls, syncSettingsSchema } from './contract-sync.ts';
import { syncFilesCalls } from './contract-sync-files.ts';
import { textCalls } from './contract-text.ts';
import { languageSchema } from '../model/record-types.ts';

/** What the host lets this window do; the renderer asks for these and never for the host's name. */
const capabilitiesSchema = z.strictObject({
  canWrite: z.boolean(),
  canImport: z.boolean(),
  /** The host can show a native menu and windows of its own. */
  hasNativeMenu: z.boolean(),
  kiosk: z.boolean(),
  /** The host can show the system's own dialog for folders. */
  canPickFolder: z.boolean(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

export const settingsSchema = z.strictObject({
  /** Null until a person chose: the first screen asks. */
  language: languageSchema.nullable(),
  /** Null: backups are made by hand. `backup.plan` changes it. */
  backup: backupPlanSchema.nullable(),
  /** Patterns of file names by the names that people gave them: how the scanners of this station name their files. */
  patterns: z
    .array(z.strictObject({ name: z.string().min(1).max(100), pattern: z.string().min(1).max(300) }))
    .max(100)
    .optional(),
  /** When the vault is audited; not there: the plan that every archive begins with. `audit.plan` changes it. */
  audit: auditPlanSchema.optional(),
  /** How much room is little; not there: the limits that every archive begins with. `disk.limits` changes it. */
  disk: diskLimitsSchema.optional(),
  /** `job.cpu` changes it. */
  cpu: cpuShareSchema,
  /** How leaves were scanned the last time; not there: never. `capture.begin` changes it. */
  capture: captureSettingsSchema.optional(),
  /** How this station uses its line; `sync.setPlan` and `sync.pause` change it. */
  sync: syncSettingsSchema.optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

const nothing = z.strictObject({});

export const contract = {
  'app.info': {
    access: 'read',
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      contract: z.int(),
      archive: z.uuid(),
      /** The person who writes here, and the writer's replica. */
      person: z.uuid(),
      replica: z.string(),
      dataFolder: z.string(),
      capabilities: capabilitiesSchema,
      settings: settingsSchema,
      /** Trouble at start that did not stop the host, such as settings that had to be set aside. */
      notices: z.array(z.strictObject({ code: z.string(), details: z.record(z.string(), z.string()) })),
    }),
  },
  /** Room on the disk of the data folder, in bytes. */
  'host.disk': {
    access: 'read',
    input: nothing,
    output: z.strictObject({ free: z.number().nonnegative() }),
  },
  'settings.write': {
    access: 'write',
    input: settingsSchema
      .omit({ backup: true, audit: true, disk: true, cpu: true, capture: true, sync: true })
      .partial(),
    output: settingsSchema,
  },
  ...journalCalls,
  ...importCalls,
  ...bindingCalls,
  ...jobCalls,
  ...captureCalls,
  ...sampleCalls,
  ...textCalls,
  ...findingCalls,
  ...askingCalls,
  ...backupCalls,
  ...bundleCalls,
  ...auditCalls,
  ...diskCalls,
  ...placeCalls,
  ...diagnosticsCalls,
  ...syncCalls,
  ...syncFilesCalls,
} as const;

type Contract = typeof contract;
export type Method = keyof Contract;
export type Input<M extends Method> = z.input<Contract[M]['input']>;
export type Output<M extends Method> = z.output<Contract[M]['output']>;

/** The host's side of the contract: a function for each call, on parsed input. */
export type Services = {
  readonly [M in Method]: (input: z.output<Contract[M]['input']>) => Promise<z.input<Contract[M]['output']>>;
};
