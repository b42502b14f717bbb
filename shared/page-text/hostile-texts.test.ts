/** Texts that somebody made to do harm: read in a child, and harmless by themselves. */
import { expect, test } from 'vitest';
import { readAlto } from './read-alto.ts';
import { readHocr } from './read-hocr.ts';

const alto = (words: string, before = '') =>
  `${before}<alto><Layout><Page WIDTH="600" HEIGHT="800"><TextBlock><TextLine>${words}</TextLine></TextBlock></Page></Layout></alto>`;

test('names that ALTO gives to longer texts, or to other files, are never filled in', () => {
  const levels = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
    '',
  );
  const bomb = `<!DOCTYPE alto [<!ENTITY e0 "сөз">${levels}]>`;
  expect(readAlto(alto('<String CONTENT="&e12;"/>', bomb))).toMatchObject({ ok: false, code: 'ALTO_BROKEN' });
  const file = '<!DOCTYPE alto [<!ENTITY f SYSTEM "file:///etc/passwd">]>';
  expect(readAlto(alto('<String CONTENT="&f;"/>', file))).toMatchObject({ ok: false, code: 'ALTO_BROKEN' });
  expect(readAlto(alto('&f;', file))).toMatchObject({ ok: false, code: 'ALTO_BROKEN' });
  const outside = '<!DOCTYPE alto SYSTEM "http://127.0.0.1:1/alto.dtd">';
  expect(readAlto(alto('<String CONTENT="сөз"/>', outside))).toMatchObject({ ok: true });
});

test('tags in tags in tags, a hundred thousand deep, are no trouble', () => {
  const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
  expect(readAlto(alto(`${deep('<x>', '</x>')}<String CONTENT="сөз"/>`)).ok).toBe(true);
  expect(readAlto(alto('<x>'.repeat(100_000)))).toMatchObject({ ok: false, code: 'ALTO_BROKEN' });
  const word = '<span class="ocrx_word" title="bbox 1 1 9 9">сөз</span>';
  const html = `<div class="ocr_page" title="bbox 0 0 600 800">${deep('<div>', '</div>')}<span class="ocr_line">${word}`;
  expect(readHocr(html).ok).toBe(true);
});

test.each(['1e999', '-5', 'NaN', '9'.repeat(400), '', '0x10'])(
  'a place of %s makes no page of that size',
  (odd) => {
    const xml = alto(`<String CONTENT="сөз" HPOS="${odd}" VPOS="1" WIDTH="${odd}" HEIGHT="${odd}"/>`).replace(
      '600',
      odd,
    );
    const html = `<div class="ocr_page" title="bbox 0 0 ${odd} 800"><span class="ocr_line"><span class="ocrx_word" title="bbox ${odd} 1 ${odd} 9">сөз</span></span></div>`;
    for (const read of [readAlto(xml), readHocr(html)]) {
      if (!read.ok) continue;
      for (const { width, height, blocks } of read.value) {
        const numbers = [width, height, ...blocks.flatMap(({ place: { x, y, w, h } }) => [x, y, w, h])];
        expect(numbers.every((each) => Number.isFinite(each) && each >= 0 && each < 1e7)).toBe(true);
      }
    }
  },
);
