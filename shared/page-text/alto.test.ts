import {
  array,
  assert,
  constantFrom,
  double,
  integer,
  property,
  record,
  string,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { inColumns } from './columns.ts';
import { wholeWords } from './hyphens.ts';
import {
  lineText,
  linesOf,
  meanSureness,
  plainText,
  type PageText,
  type Place,
  type Word,
} from './page-text.ts';
import { readAlto } from './read-alto.ts';
import { inReadingOrder } from './reading-order.ts';
import { writeAlto } from './write-alto.ts';

const at = (x: number, y: number, w = 40, h = 10): Place => ({ x, y, w, h });
const word = (text: string, place = at(10, 10), sure: number | null = 0.9): Word => ({ text, place, sure });

function pageOf(...lines: string[]): PageText {
  return {
    width: 1000,
    height: 1400,
    languages: ['kaz'],
    engine: 'tesseract 5',
    blocks: [
      {
        place: at(10, 10, 900, 400),
        lines: lines.map((line, y) => ({
          place: at(10, 10 + y * 20, 900, 15),
          words: line.split(' ').map((text, x) => word(text, at(10 + x * 100, 10 + y * 20))),
        })),
      },
    ],
  };
}

const hundredth = integer({ min: 1, max: 50_000 }).map((n) => n / 100);
const place: Arbitrary<Place> = record({ x: hundredth, y: hundredth, w: hundredth, h: hundredth });
const text = string({
  minLength: 1,
  maxLength: 12,
  unit: constantFrom(...'аәбғқңөұүһіё&<>"\'AZ 19«»—'.split('')),
}).filter((each) => each.trim() !== '');
const words: Arbitrary<Word> = record({
  text: text.map((each) => each.trim()),
  place,
  sure: constantFrom(null, 0, 0.5, 0.9871, 1),
});
const pages: Arbitrary<PageText> = record({
  width: integer({ min: 1, max: 9000 }),
  height: integer({ min: 1, max: 9000 }),
  languages: constantFrom([], ['kaz']),
  engine: constantFrom('', 'tesseract 5.5.0', 'A & B <c>'),
  blocks: array(
    record({
      place,
      lines: array(record({ place, words: array(words, { minLength: 1, maxLength: 4 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
    { maxLength: 3 },
  ),
});

describe('ALTO', () => {
  it('is read as it was written', () => {
    assert(
      property(pages, (page) => {
        const read = readAlto(writeAlto(page, 'скан <1>.tif'));
        expect(read).toEqual({ ok: true, value: [page] });
      }),
    );
  });

  it('names both halves of a cut word, and gives the word back as it stood', () => {
    const page = pageOf('мал қора-', 'сын дайындау');
    const xml = writeAlto(page, 'a.jpg');
    expect(xml).toContain('CONTENT="қора"');
    expect(xml).toContain('SUBS_TYPE="HypPart1" SUBS_CONTENT="қорасын"');
    expect(xml).toContain('<HYP CONTENT="-"/>');
    expect(readAlto(xml)).toEqual({ ok: true, value: [page] });
  });

  it('is read in its older forms: a prefix, tenths of a millimetre, no size of the page', () => {
    const xml = `<?xml version="1.0"?><a:alto xmlns:a="http://www.loc.gov/standards/alto/ns-v2#"><a:Description>
      <a:MeasurementUnit>mm10</a:MeasurementUnit><a:OCRProcessing ID="o"><a:ocrProcessingStep><a:processingSoftware>
      <a:softwareName>FineReader</a:softwareName></a:processingSoftware></a:ocrProcessingStep></a:OCRProcessing></a:Description>
      <a:Layout><a:Page ID="p"><a:PrintSpace><a:ComposedBlock><a:TextBlock ID="b" language="kk"><a:TextLine>
      <a:String CONTENT="Ауыл" HPOS="10" VPOS="20" WIDTH="30" HEIGHT="5" WC="0.5"/><a:SP/>
      <a:String CONTENT="еңбек" HPOS="50" VPOS="20" WIDTH="30" HEIGHT="5"/></a:TextLine></a:TextBlock></a:ComposedBlock>
      </a:PrintSpace></a:Page></a:Layout></a:alto>`;
    const read = readAlto(xml);
    if (!read.ok) throw new Error(read.code);
    const [page] = read.value;
    expect(page).toMatchObject({ width: 80, height: 25, languages: ['kaz'], engine: 'FineReader' });
    expect(page === undefined ? '' : plainText(page)).toBe('Ауыл еңбек');
    expect(page?.blocks[0]?.place).toEqual({ x: 10, y: 20, w: 70, h: 5 });
  });

  test.each([
    ['not XML', 'Ауыл', 'ALTO_BROKEN'],
    ['cut off', '<alto><Layout><Page>', 'ALTO_BROKEN'],
    ['an entity that would be fetched', '<!DOCTYPE a SYSTEM "x"><alto>&b;</alto>', 'ALTO_BROKEN'],
    ['other XML', '<html><body/></html>', 'ALTO_FOREIGN'],
  ])('refuses %s', (_name, xml, code) => expect(readAlto(xml)).toMatchObject({ ok: false, code }));

  it('never throws, whatever it is given', () => {
    assert(property(string({ maxLength: 60 }), (noise) => void readAlto(`<alto><Page ${noise}`)));
  });
});

describe('words cut by a line’s end', () => {
  const wholes = (...lines: string[]) => wholeWords(pageOf(...lines)).map((each) => each.text);

  it('are one word, with both parts', () => {
    expect(wholes('мал қора-', 'сын дайындау')).toEqual(['мал', 'қорасын', 'дайындау']);
    expect(wholeWords(pageOf('қора-', 'сын'))[0]?.parts).toHaveLength(2);
  });

  it('are not made of numbers, dashes and names', () => {
    expect(wholes('1932-', '1934 жж')).toEqual(['1932-', '1934', 'жж']);
    expect(wholes('Алма -', 'ата')).toEqual(['Алма', '-', 'ата']);
    expect(wholes('Алма-', 'Ата')).toEqual(['Алма-', 'Ата']);
    expect(wholes('соңы-')).toEqual(['соңы-']);
  });

  it('lose nothing and add nothing', () => {
    assert(
      property(pages, (page) => {
        const parts = wholeWords(page).flatMap((each) => each.parts);
        expect(parts).toEqual(linesOf(page).flatMap((line) => line.words));
      }),
    );
  });
});

describe('reading order', () => {
  const named = (name: string, x: number, y: number, w: number, h: number) => ({
    name,
    place: at(x, y, w, h),
  });
  const order = (...blocks: { name: string; place: Place }[]) =>
    inReadingOrder(blocks)
      .map((block) => block.name)
      .join(' ');

  it('goes down one column', () =>
    expect(order(named('b', 10, 60, 80, 20), named('a', 12, 10, 80, 20))).toBe('a b'));

  it('reads two columns one after the other, also when their paragraphs end at the same height', () => {
    expect(
      order(
        named('right2', 510, 200, 400, 80),
        named('left1', 10, 100, 400, 80),
        named('right1', 510, 100, 400, 80),
        named('left2', 10, 200, 400, 80),
      ),
    ).toBe('left1 left2 right1 right2');
  });

  it('is parted by what stands across', () => {
    expect(
      order(
        named('foot', 10, 500, 900, 20),
        named('right', 510, 100, 400, 300),
        named('left', 10, 100, 400, 350),
        named('head', 10, 10, 900, 40),
      ),
    ).toBe('head left right foot');
  });

  it('keeps every block once', () => {
    const blocks = array(record({ place }), { maxLength: 12 });
    assert(
      property(blocks, (all) => {
        const ordered = inReadingOrder(all);
        expect(ordered).toHaveLength(all.length);
        expect(new Set(ordered)).toEqual(new Set(all));
      }),
    );
  });
});

describe('columns', () => {
  const line = (y: number, ...parts: (readonly [number, string])[]) => ({
    place: at(0, y, 900, 20),
    words: parts.flatMap(([x, text]) =>
      text.split(' ').map((each, i) => word(each, at(x + i * 60, y, 50, 20))),
    ),
  });
  const text = (...lines: ReturnType<typeof line>[]) =>
    inColumns([{ place: at(0, 0, 900, 400), lines }]).map((block) => block.lines.map(lineText).join(' / '));

  it('are read one after the other, under a heading that stands across', () => {
    const rows = [1, 2, 3, 4].map((n) => line(n * 40, [0, `сол ${n}`], [500, `оң ${n}`]));
    const heading = line(0, [0, 'а ә б в г ғ д е ё ж']);
    expect(text(heading, ...rows)).toEqual([
      'а ә б в г ғ д е ё ж / сол 1 / сол 2 / сол 3 / сол 4',
      'оң 1 / оң 2 / оң 3 / оң 4',
    ]);
  });

  it('are seen where the engine made a block of each line', () => {
    const rows = [1, 2, 3, 4].map((n) => line(n * 40, [0, `сол ${n}`], [500, `оң ${n}`]));
    const blocks = rows.map((row) => ({ place: row.place, lines: [row] }));
    const read = inColumns(blocks).flatMap((block) => block.lines.map(lineText));
    expect(read).toEqual(['сол 1', 'сол 2', 'сол 3', 'сол 4', 'оң 1', 'оң 2', 'оң 3', 'оң 4']);
  });

  it('are not made of a date beside a number, nor of names under a letter', () => {
    const rows = [line(0, [0, 'хаттама'], [500, '1937 жыл']), line(40, [0, 'төраға'], [500, 'хатшы'])];
    expect(text(...rows)).toEqual(['хаттама 1937 жыл / төраға хатшы']);
  });

  it('keep every word once', () => {
    assert(
      property(pages, ({ blocks }) => {
        const words = (of: typeof blocks) => of.flatMap((block) => block.lines.flatMap((each) => each.words));
        expect(new Set(words(inColumns(blocks)))).toEqual(new Set(words(blocks)));
        expect(words(inColumns(blocks))).toHaveLength(words(blocks).length);
      }),
    );
  });
});

test('a file with more words on a line than any page has is refused, not thrown at', () => {
  const words = '<String CONTENT="а"/>'.repeat(200_000);
  const xml = `<alto><Layout><Page><TextBlock><TextLine>${words}</TextLine></TextBlock></Page></Layout></alto>`;
  expect(readAlto(xml)).toMatchObject({ ok: false, code: 'ALTO_FOREIGN' });
});

test('a word of all bounds is cut, and the page around it is read', () => {
  const read = readAlto(writeAlto(pageOf('сөз', '_'.repeat(900), 'тағы'), ''));
  const words = read.ok && read.value[0] !== undefined ? plainText(read.value[0]).split(/\s+/u) : [];
  expect(words.map((each) => each.length)).toEqual([3, 500, 4]);
});

test('sureness is weighed by the length of the words', () => {
  const page = pageOf('аа');
  page.blocks[0]?.lines[0]?.words.push(word('бббббб', at(0, 0), 0.1), word('в', at(0, 0), null));
  expect(meanSureness(page)).toBeCloseTo((2 * 0.9 + 6 * 0.1) / 8);
  expect(meanSureness(pageOf())).toBeNull();
  expect(lineText(linesOf(pageOf('а ә'))[0] ?? { place: at(0, 0), words: [] })).toBe('а ә');
});

test('numbers between 0 and 1 are kept to a ten-thousandth', () => {
  assert(
    property(double({ min: 0, max: 1, noNaN: true }), (sure) => {
      const page = pageOf('а');
      const first = page.blocks[0]?.lines[0]?.words[0];
      if (first !== undefined) first.sure = sure;
      const read = readAlto(writeAlto(page, ''));
      const back = read.ok ? read.value[0]?.blocks[0]?.lines[0]?.words[0]?.sure : undefined;
      expect(Math.abs((back ?? -1) - sure)).toBeLessThan(0.0001);
    }),
  );
});
