/**
 * Writes a PDF with a text layer in Kazakh or Russian: a Type 3 font with a box for each letter and a ToUnicode map, so
 * that the words can be read by a program without any font file.
 */

const CODES_PER_FONT = 200;

export function makeTextPdf(pages: readonly string[]): Uint8Array {
  const letters = [...new Set(pages.join(''))].slice(0, CODES_PER_FONT);
  const codeByLetter = new Map(letters.map((letter, i) => [letter, i + 32]));
  const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, '0');
  const last = 31 + letters.length;

  const map = [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CMapName /Words def /CMapType 2 def',
    '1 begincodespacerange <00> <FF> endcodespacerange',
    `${letters.length} beginbfchar`,
    ...letters.map(
      (letter) => `<${hex(codeByLetter.get(letter) ?? 0, 2)}> <${hex(letter.charCodeAt(0), 4)}>`,
    ),
    'endbfchar endcmap end end',
  ].join('\n');
  const names = letters.map((_, i) => `/g${i + 32}`);
  const boxes = letters.map((letter) => (letter === ' ' ? '600 0 d0' : '600 0 d0 80 0 440 560 re f'));

  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const stream = (body: string) => `<< /Length ${body.length} >>\nstream\n${body}\nendstream`;
  add('<< /Type /Catalog /Pages 2 0 R >>');
  const firstPage = 5 + letters.length;
  add(
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${firstPage + i * 2} 0 R`).join(' ')}] >>`,
  );
  add(
    `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 32 /LastChar ${last} ` +
      `/Widths [${letters.map(() => 600).join(' ')}] /Encoding << /Type /Encoding /Differences [32 ${names.join(' ')}] >> ` +
      `/CharProcs << ${letters.map((_, i) => `/g${i + 32} ${5 + i} 0 R`).join(' ')} >> /ToUnicode 4 0 R /Resources << >> >>`,
  );
  add(stream(map));
  for (const box of boxes) add(stream(box));
  for (const [i, text] of pages.entries()) {
    const codes = Array.from(text, (letter) => hex(codeByLetter.get(letter) ?? 32, 2)).join('');
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${firstPage + i * 2 + 1} 0 R >>`,
    );
    add(stream(`BT /F1 18 Tf 50 760 Td <${codes}> Tj ET 50 700 ${100 + ((i * 61) % 380)} 12 re f`));
  }
  return assemble(objects);
}

function assemble(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.4\n';
  const offsets = objects.map((body, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const xref = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  text += offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return new TextEncoder().encode(text);
}
