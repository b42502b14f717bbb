/**
 * `qoima read FILE [--lang kaz[+rus]] [--page N] [--json]`: recognises the text of one page. It needs no data folder and
 * writes nothing; ends with 0 when it read, 1 when the page could not be read, 2 when it was called wrongly.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startForked } from '../../../node/calls/child.ts';
import { fail } from '../../../shared/result.ts';
import { modelNameSchema } from '../../../shared/model/reading-model.ts';
import { linesOf, plainText } from '../../../shared/page-text/page-text.ts';
import { createDecoder } from '../../services/decode/decoder.ts';
import { createRecognizer } from '../../services/recognition/recognizer.ts';
import { packagedModelFolders } from '../../services/recognition/model-folders.ts';
import { sourceModules } from '../../services/modules.ts';
import type { Io } from '../io.ts';

const USAGE = 'Usage: qoima read FILE [--lang kaz+rus] [--page N] [--json]';
const PROGRAM = path.resolve(import.meta.dirname, '../../..');

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const asked = readArguments(args);
  if (asked === null) {
    io.err(USAGE);
    return 2;
  }
  const workFolder = await mkdtemp(path.join(tmpdir(), 'qoima-models-'));
  const recognizer = createRecognizer({
    startChild: startForked,
    module: sourceModules().recognizeChild,
    modelFolders: [path.join(io.dataFolder, 'models'), ...packagedModelFolders(PROGRAM)],
    workFolder,
  });
  try {
    const read = (await isFile(asked.file))
      ? await recognizer.read(asked.file, asked.page - 1, asked.languages, { urgent: true })
      : fail('UNREADABLE');
    if (!read.ok) {
      const known = await recognizer.languages();
      const code = OF_THE_FILE.has(read.code) ? await trueCode(asked.file, read.code) : read.code;
      if (asked.json) io.out(JSON.stringify({ path: asked.file, page: asked.page, code }));
      io.err(`${asked.file}: ${code}. Models here: ${known.join(', ')}.`);
      return 1;
    }
    const page = read.value;
    if (asked.json) {
      const words = linesOf(page).flatMap((line, at) => line.words.map((word) => ({ ...word, line: at })));
      const { width, height, languages, engine } = page;
      io.out(
        JSON.stringify(
          { path: asked.file, page: asked.page, width, height, languages, engine, words },
          null,
          1,
        ),
      );
    } else io.out(plainText(page));
    return 0;
  } finally {
    recognizer.close();
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** What may be the file's own fault: then it is looked into, and says the cause. */
const OF_THE_FILE: ReadonlySet<string> = new Set([
  'NO_PICTURE',
  'NOT_FOUND',
  'TEXT_NOT_READ',
  'TOO_LARGE',
  'TOO_SLOW',
]);

/** A file that would be refused by an import is refused here for the same reason. */
async function trueCode(file: string, code: string): Promise<string> {
  const decoder = createDecoder({
    startChild: startForked,
    module: sourceModules().decodeChild,
    children: 1,
  });
  try {
    const verdict = await decoder.inspect(file, path.basename(file));
    return verdict.verdict === 'refused' ? (verdict.code ?? code) : code;
  } finally {
    decoder.close();
  }
}

function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

type Asked = { file: string; languages: string[]; page: number; json: boolean };

function readArguments(args: string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        lang: { type: 'string', default: 'kaz' },
        page: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    const [file, ...more] = positionals;
    const page = Number(values.page);
    // Tesseract's own way to name a script's model is its folder's too.
    const languages = values.lang.split('+').map((each) => each.replace(/^script\//, ''));
    const isRight =
      file !== undefined &&
      file !== '' &&
      more.length === 0 &&
      Number.isInteger(page) &&
      page >= 1 &&
      languages.every((each) => modelNameSchema.safeParse(each).success);
    return isRight ? { file: path.resolve(file), languages, page, json: values.json } : null;
  } catch {
    return null;
  }
}
