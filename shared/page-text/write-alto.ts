/** A page's text as ALTO 4.4 (https://www.loc.gov/standards/alto/): one page, places in pixels. Pure. */
import { around, type PageText, type Place, type TextLine, type Word } from './page-text.ts';
import { wholeWords } from './hyphens.ts';

/** What ALTO calls the two halves of a cut word. */
type Half = { readonly type: 'HypPart1' | 'HypPart2'; readonly whole: string };

const MARK = /[-‐‑­¬]$/u;

/**
 * `picture` is the name of the file that was read; it is told in the description. `byHand`: the lines (`b1l1`) that a person
 * put right.
 */
export function writeAlto(
  page: PageText,
  picture: string,
  byHand: { has(line: string): boolean } = new Set<string>(),
): string {
  const halves = halvesOf(page);
  const text = around(page.blocks.map((block) => block.place));
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" SCHEMAVERSION="4.4">',
    '<Description>',
    '<MeasurementUnit>pixel</MeasurementUnit>',
    `<sourceImageInformation><fileName>${escape(picture)}</fileName></sourceImageInformation>`,
    `<Processing ID="p1"><processingStepDescription>text recognition</processingStepDescription><processingSoftware><softwareName>${escape(page.engine)}</softwareName></processingSoftware></Processing>`,
    '</Description>',
    '<Layout>',
    `<Page ID="page1" PHYSICAL_IMG_NR="1" WIDTH="${page.width}" HEIGHT="${page.height}" PROCESSINGREFS="p1"${languageAttribute(page)}>`,
    ...(text === null ? [] : printSpace(page, text, { halves, byHand })),
    '</Page>',
    '</Layout>',
    '</alto>',
  ].join('\n')}\n`;
}

/** A script's model names no language. */
function languageAttribute({ languages }: PageText): string {
  const main = languages.find((each) => /^[a-z]{3}(?:_|$)/u.test(each));
  return main === undefined ? '' : ` LANG="${main.slice(0, 3)}"`;
}

type Marks = {
  readonly halves: ReadonlyMap<Word, Half>;
  readonly byHand: { has(line: string): boolean };
};

function printSpace(page: PageText, text: Place, marks: Marks): string[] {
  return [
    `<PrintSpace${placeAttributes(text)}>`,
    ...page.blocks.flatMap((block, b) => [
      `<TextBlock ID="b${b + 1}"${placeAttributes(block.place)}>`,
      ...block.lines.map((line, l) => lineXml(line, `b${b + 1}l${l + 1}`, marks)),
      '</TextBlock>',
    ]),
    '</PrintSpace>',
  ];
}

function lineXml(line: TextLine, id: string, { halves, byHand }: Marks): string {
  const isByHand = byHand.has(id);
  const words = line.words.flatMap((word, w) => [
    ...(w === 0 ? [] : ['<SP/>']),
    wordXml(isByHand ? { ...word, sure: 1 } : word, `${id}w${w + 1}`, halves.get(word)),
  ]);
  // A line without a word is no line to ALTO: what a person emptied is told by its place alone.
  const content = words.length === 0 ? `<String CONTENT=""${placeAttributes(line.place)}/>` : words.join('');
  return `<TextLine ID="${id}"${placeAttributes(line.place)}${isByHand ? ' CS="true"' : ''}>${content}</TextLine>`;
}

function wordXml(word: Word, id: string, half: Half | undefined): string {
  const isFirst = half?.type === 'HypPart1';
  const content = isFirst ? word.text.replace(MARK, '') : word.text;
  const sure = word.sure === null ? '' : ` WC="${Number(word.sure.toFixed(4))}"`;
  const whole = half === undefined ? '' : ` SUBS_TYPE="${half.type}" SUBS_CONTENT="${escape(half.whole)}"`;
  const string = `<String ID="${id}" CONTENT="${escape(content)}"${placeAttributes(word.place)}${sure}${whole}/>`;
  return isFirst ? `${string}<HYP CONTENT="${escape(word.text.slice(-1))}"/>` : string;
}

/** The two halves of each word that one line's end cut; ALTO has no name for a third. */
function halvesOf(page: PageText): Map<Word, Half> {
  const halves = new Map<Word, Half>();
  for (const { text, parts } of wholeWords(page)) {
    const [first, second, third] = parts;
    if (first === undefined || second === undefined || third !== undefined) continue;
    halves.set(first, { type: 'HypPart1', whole: text });
    halves.set(second, { type: 'HypPart2', whole: text });
  }
  return halves;
}

function placeAttributes({ x, y, w, h }: Place): string {
  return ` HPOS="${round(x)}" VPOS="${round(y)}" WIDTH="${round(w)}" HEIGHT="${round(h)}"`;
}

function round(pixels: number): number {
  return Number(pixels.toFixed(2));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** For attributes and text; what XML 1.0 has no way to write becomes the sign for an unknown character. */
function escape(text: string): string {
  return text
    .replaceAll(/[&<>"]/gu, (sign) => ENTITIES[sign] ?? sign)
    .replaceAll(/[\t\n\r]/gu, (sign) => `&#${sign.charCodeAt(0)};`)
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
