/**
 * `node build/learn-tesseract-profile.ts [--pages N] [--out FILE]`: learns what `tesseract -l rus` makes of Kazakh. Pages of words are drawn
 * in the fonts of this machine, half of them blurred and noisy, really read, and laid over what was drawn. Wants Debian's
 * tesseract-ocr, tesseract-ocr-rus and fonts with Kazakh letters. The words are the sample archive's and the lexicon's; what is
 * kept are counts of blocks of letters.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import sharp from 'sharp';
import { sampleFonds } from '../electron/services/sample/sample-texts.ts';
import { readLexicon } from '../electron/services/text-index/read-lexicon.ts';
import { learnProfile, type ReadPair } from '../shared/misreading/learn-profile.ts';
import { seededRandom, type SeededRandom } from '../test/fixtures/seeded-random.ts';

const FONTS = [
  'Nimbus Roman',
  'C059',
  'P052',
  'Noto Serif',
  'Liberation Serif',
  'PT Serif',
  'DejaVu Serif',
  'Linux Libertine O',
  'FreeSerif',
  'PT Sans',
  'Nimbus Mono PS',
  'CMU Serif',
];
const [WIDTH, LINES, LINE_PX, LETTER_PX, MARGIN] = [1240, 30, 46, 30, 90];
const WORN_SHARE = 110 / 200;
const OWN_LETTERS = /[әғқңөұүһі]/u;

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '48' },
    out: {
      type: 'string',
      default: path.resolve(import.meta.dirname, '../assets/profiles/tesseract-rus.json'),
    },
  },
});
const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');
const chances = seededRandom(20_261);
const words = kazakhWords(chances);
const fonts = FONTS.filter((font) => GlobalFonts.has(font));
const folder = mkdtempSync(path.join(tmpdir(), 'qoima-profile-'));
const pairs: ReadPair[] = [];
try {
  for (let page = 0; page < Number(values.pages); page++) {
    const font = fonts[Math.floor(page / 2) % fonts.length] ?? 'serif';
    const isWorn = page % 2 === 1;
    const file = path.join(folder, `${page}.png`);
    const { picture, lines } = draw(font);
    writeFileSync(file, isWorn ? await worn(picture) : picture);
    const { stdout } = await run(
      'tesseract',
      [file, '-', '-l', 'rus', '--psm', '6', '--dpi', isWorn ? '110' : '200'],
      {
        env: { ...process.env, OMP_THREAD_LIMIT: '1' },
        timeout: 120_000,
      },
    );
    pairs.push({ correct: lines.join('\n'), read: stdout });
    console.error(`${page + 1} ${font}${isWorn ? ', worn' : ''}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const profile = learnProfile(pairs, { id: 'tesseract-rus', engine: 'tesseract', version: 1, atLeast: 2 });
mkdirSync(path.dirname(values.out), { recursive: true });
writeFileSync(values.out, `${JSON.stringify(profile, null, 1)}\n`);
console.log(`${profile.words} words, ${Object.keys(profile.blocks).length} blocks: ${values.out}`);

/** Words of the sample archive, each several times, among those of the lexicon: running text has few words often. */
function kazakhWords(random: SeededRandom): string[] {
  const sample = sampleFonds()
    .flatMap(({ inventories }) => inventories.flatMap(({ units }) => units))
    .flatMap(({ pages }) => pages.flat())
    .join(' ')
    .split(/\s+/u)
    .filter((word) => OWN_LETTERS.test(word) && /^[\p{L}«».,:;-]+$/u.test(word));
  const known = [...readLexicon(root).words('kaz')].filter((word) => word.length < 16);
  const picked = Array.from({ length: sample.length * 6 }, () => random.pick(known));
  return [...sample, ...sample, ...picked];
}

function draw(font: string): { picture: Buffer; lines: string[] } {
  const canvas = createCanvas(WIDTH, LINES * LINE_PX + 2 * MARGIN);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#111';
  context.font = `${LETTER_PX}px "${font}"`;
  const lines = Array.from({ length: LINES }, (_, i) => {
    let line = chances.pick(words);
    for (;;) {
      const longer = `${line} ${chances.pick(words)}`;
      if (context.measureText(longer).width > WIDTH - 2 * MARGIN) break;
      line = longer;
    }
    context.fillText(line, MARGIN, MARGIN + (i + 0.7) * LINE_PX);
    return line;
  });
  return { picture: canvas.toBuffer('image/png'), lines };
}

/** As a copy of a copy looks: smaller, blurred, grey, with grain. */
async function worn(picture: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(picture)
    .greyscale()
    .resize({ width: Math.round(WIDTH * WORN_SHARE) })
    .blur(0.5)
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let i = 0; i < data.length; i++) {
    const grain = (chances.next() + chances.next() + chances.next() - 1.5) * 30;
    data[i] = Math.max(0, Math.min(255, (data[i] ?? 0) * 0.85 + 18 + grain));
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 1 } })
    .png()
    .toBuffer();
}
