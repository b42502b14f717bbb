import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { plainText } from './page-text.ts';
import { readHocr } from './read-hocr.ts';

const PAGE = `<!DOCTYPE html><html><head><meta name='ocr-system' content='tesseract 5.3.0'></head><body>
<div class='ocr_page' id='page_1' title='image "a.png"; bbox 0 0 1240 1754; ppageno 0'>
 <div class='ocr_carea' title="bbox 100 100 900 300">
  <p class='ocr_par' lang='kaz' title="bbox 100 100 900 300">
   <span class='ocr_line' title="bbox 100 100 900 140; baseline 0 -8">
    <span class='ocrx_word' title='bbox 100 100 300 140; x_wconf 96'><strong>Ауылдық</strong></span>
    <span class='ocrx_word' title='bbox 320 100 600 140; x_wconf 31'>кеңес &amp; мұрағат</span>
   </span>
   <span class='ocr_line' title="bbox 100 200 900 240">
    <span class='ocrx_word' title='bbox 100 200 300 240'> </span>
    <span class='ocrx_word' title='bbox 320 200 600 240'>хаттама</span>
   </span>
  </p>
 </div>
</div></body></html>`;

test('reads pages, lines and words with their places', () => {
  const read = readHocr(PAGE);
  if (!read.ok) throw new Error(read.code);
  const [page] = read.value;
  expect(page).toMatchObject({ width: 1240, height: 1754, languages: ['kaz'], engine: 'tesseract 5.3.0' });
  expect(page === undefined ? '' : plainText(page)).toBe('Ауылдық кеңес & мұрағат\nхаттама');
  expect(page?.blocks).toHaveLength(1);
  expect(page?.blocks[0]?.lines[0]?.words[1]).toEqual({
    text: 'кеңес & мұрағат',
    place: { x: 320, y: 100, w: 280, h: 40 },
    sure: 0.31,
  });
  expect(page?.blocks[0]?.lines[1]?.words[0]?.sure).toBeNull();
});

test('reads what is broken as far as it goes: tags left open, lines outside of paragraphs, two pages', () => {
  const html = `<div class="ocr_page" title="bbox 0 0 100 50"><span class="ocr_line" title="bbox 0 0 90 9">
    <span class="ocrx_word" title="bbox 1 1 9 9">бір</span></span>
    <div class="ocr_page" title="bbox 0 0 100 50"><p class=ocr_par><span class=ocr_line>
    <span class="ocrx_word extra" title="x_wconf 50; bbox 2 2 9 9">екі</span>`;
  const read = readHocr(html);
  expect(read.ok && read.value.map(plainText).sort()).toEqual(expect.arrayContaining(['екі']));
});

test('keeps lines of an area that stand before its first paragraph', () => {
  const line = (text: string) =>
    `<span class="ocr_line" title="bbox 0 0 9 9"><span class="ocrx_word" title="bbox 1 1 9 9">${text}</span></span>`;
  const html = `<div class="ocr_page" title="bbox 0 0 100 50"><div class="ocr_carea">${line('бір')}
    <p class="ocr_par">${line('екі')}</p>${line('үш')}</div></div>`;
  const read = readHocr(html);
  expect(read.ok && read.value.map(plainText)).toEqual(['бір\n\nекі\n\nүш']);
});

test('keeps words that stand in no line: what stands together in a block is one', () => {
  const word = (text: string, x: number) =>
    `<span class="ocrx_word" title="bbox ${x} 1 ${x + 9} 9">${text}</span>`;
  const page = (body: string) => `<div class="ocr_page" title="bbox 0 0 100 50">${body}</div>`;
  const line = `<span class="ocr_line" title="bbox 0 20 90 29">${word('үш', 1)}</span>`;
  const html = `${word('тыс', 1)}${page(`<p class="ocr_par">${word('бір', 1)}${word('екі', 20)}${line}</p>${word('төрт', 1)}`)}`;
  const read = readHocr(html);
  expect(read.ok && read.value.map(plainText)).toEqual(['бір екі\nүш\n\nтөрт']);
  expect(read.ok && read.value[0]?.blocks[0]?.lines[0]?.place).toEqual({ x: 1, y: 1, w: 28, h: 8 });
});

test('refuses what is no hOCR', () => {
  expect(readHocr('<html><p>Ауыл</p></html>')).toMatchObject({ ok: false, code: 'HOCR_FOREIGN' });
  expect(readHocr('')).toMatchObject({ ok: false });
});

test('never throws, whatever it is given', () => {
  assert(
    property(string({ maxLength: 80 }), (noise) => void readHocr(`<div class=ocr_page title="bbox ${noise}`)),
  );
});
