/** `qoima vault verify [DIR] [--json]`: judges an OCFL object, a storage root or a vault by the specification's codes. Only reads. */
import { join, resolve } from 'node:path';
import { TroubleError } from '../../../shared/result.ts';
import { OCFL_CODES, type OcflCode } from '../../../node/ocfl/codes.ts';
import { verifyFolder, type FolderReport } from '../../../node/vault/verify-folder.ts';
import type { Io } from '../io.ts';

const USAGE = 'usage: qoima vault verify [DIR] [--json]';

/** Ends with 0 when the folder is valid, 1 when it is not, 2 when it was not called rightly. Without DIR it takes the own vault. */
export async function run(args: string[], io: Io): Promise<number> {
  const folders = args.filter((argument) => !argument.startsWith('--'));
  const unknown = args.filter((argument) => argument.startsWith('--') && argument !== '--json');
  if (folders.length > 1 || unknown.length > 0) {
    io.err(USAGE);
    return 2;
  }
  const path = folders[0] ?? join(io.dataFolder, 'vault');
  const isJson = args.includes('--json');
  try {
    const report = await verifyFolder(resolve(path));
    if (isJson) io.out(JSON.stringify(answer(path, report)));
    else for (const line of describe(path, report)) io.out(line);
    return report.valid ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    if (isJson) io.out(JSON.stringify({ path, valid: false, codes: [error.code] }));
    else io.err(`${path}: ${error.code}`);
    return 1;
  }
}

function answer(path: string, report: FolderReport) {
  const codes = [...new Set(report.findings.map(({ code }) => code))].sort();
  const { valid, objects, kind } = report;
  return kind === 'object' ? { path, valid, codes } : { path, valid, codes, objects };
}

function describe(path: string, report: FolderReport): string[] {
  const counted = report.kind === 'object' ? '' : `, ${report.objects} object(s)`;
  const staged = report.staged === 0 ? '' : `, ${report.staged} file(s) in staging`;
  const lines = [`${path}: ${report.kind}${counted}${staged}: ${report.valid ? 'valid' : 'NOT VALID'}`];
  for (const { code, where, times } of report.findings) {
    const meaning = code in OCFL_CODES ? ` ${OCFL_CODES[code as OcflCode]}` : '';
    lines.push(`  ${code}${meaning} (${times})`, ...where.map((place) => `      ${place}`));
  }
  return lines;
}
