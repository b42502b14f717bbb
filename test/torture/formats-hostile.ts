/** Files that were made to do harm: they say that they are endless, or huge, or run in circles. Seeds of further damage as well. */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { makeCodestream } from '../fixtures/make-jp2.ts';
import { makeTiff } from '../fixtures/make-tiff.ts';

type HostileFile = { readonly name: string; readonly bytes: Buffer };

export async function makeHostileFiles(): Promise<HostileFile[]> {
  return [...pdfs(), ...tiffs(), ...(await pictures()), ...(await jpeg2000())];
}

function pdf(name: string, objects: readonly string[]): HostileFile {
  let body = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = body.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return { name: `${name}.pdf`, bytes: Buffer.from(body, 'latin1') };
}

const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const tree = (count: number, kids: string) => `<< /Type /Pages /Count ${count} /Kids [${kids}] >>`;
const page = (more = '', box = '0 0 300 400') => `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] ${more} >>`;
const stream = (entries: string, data: Buffer) =>
  `<< ${entries} /Length ${data.length} >>\nstream\n${data.toString('latin1')}\nendstream`;
const DEEP = 9;

function pdfs(): HostileFile[] {
  // Each tree holds the next one ten times: a thousand million pages of ten objects.
  const branches = Array.from({ length: DEEP }, (_, at) =>
    tree(10 ** (DEEP - at), `${at + 3} 0 R `.repeat(10)),
  );
  const chain = Array.from({ length: 5000 }, (_, at) => tree(1, `${at + 3} 0 R`));
  const nothing = deflateSync(deflateSync(Buffer.alloc(100_000_000)));
  const endless = deflateSync(Buffer.from('q 1 0 0 1 0 0 cm '.repeat(2_000)));
  const twice = '/FlateDecode /FlateDecode';
  return [
    pdf('no-pages', [CATALOG, tree(0, '')]),
    pdf('endless-count', [CATALOG, tree(1e9, '3 0 R'), page()]),
    pdf('negative-count', [CATALOG, tree(-5, '3 0 R'), page()]),
    pdf('own-child', [CATALOG, tree(3, '2 0 R 3 0 R'), page()]),
    pdf('page-bomb', [CATALOG, ...branches, page()]),
    pdf('empty-bomb', [CATALOG, ...branches.slice(0, -1), tree(0, '')]),
    pdf('deep-tree', [CATALOG, ...chain, page()]),
    pdf('huge-box', [CATALOG, tree(1, '3 0 R'), page('', '0 0 1e9 1e9')]),
    pdf('turned-box', [CATALOG, tree(1, '3 0 R'), page('', '300 400 0 0')]),
    pdf('thin-box', [CATALOG, tree(1, '3 0 R'), page('', '0 0 0.001 14400')]),
    pdf('packed-bomb', [
      CATALOG,
      tree(1, '3 0 R'),
      page('/Contents 4 0 R'),
      stream(`/Filter [${twice}]`, nothing),
    ]),
    pdf('many-operators', [
      CATALOG,
      tree(1, '3 0 R'),
      page('/Contents 4 0 R'),
      stream('/Filter /FlateDecode', endless),
    ]),
    pdf('form-in-itself', [
      CATALOG,
      tree(1, '3 0 R'),
      page('/Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >>'),
      stream('', Buffer.from('/X Do')),
      stream(
        '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>',
        Buffer.from('/X Do /X Do'),
      ),
    ]),
    { name: 'only-objects.pdf', bytes: Buffer.from(`%PDF-1.4\n${'1 0 obj\n'.repeat(30_000)}`) },
    {
      name: 'only-brackets.pdf',
      bytes: Buffer.from(`%PDF-1.4\n1 0 obj\n${'['.repeat(500_000)}\ntrailer <</Root 1 0 R>>`),
    },
    {
      name: 'table-in-circle.pdf',
      bytes: Buffer.from(
        '%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer <</Size 1 /Prev 9 /Root 1 0 R>>\nstartxref\n9\n%%EOF',
      ),
    },
    { name: 'zeros.pdf', bytes: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(3_000_000)]) },
  ];
}

function tiffs(): HostileFile[] {
  const one = (name: string, plan: Parameters<typeof makeTiff>[0]) => ({
    name: `${name}.tif`,
    bytes: Buffer.from(makeTiff(plan)),
  });
  const huge = [
    { tag: 256, type: 4, values: [65_000] },
    { tag: 257, type: 4, values: [65_000] },
  ] as const;
  return [
    one('circle', { pages: [{}, {}, {}], lastPointsTo: 0 }),
    one('thousands', { pages: Array.from({ length: 3000 }, () => ({ width: 2, height: 2 })) }),
    one('huge', { pages: [{ entries: huge }] }),
    one('huge-fax', { pages: [{ entries: [...huge, { tag: 259, type: 3, values: [4] }], bits: 1 }] }),
    one('huge-packed', { pages: [{ entries: [...huge, { tag: 259, type: 3, values: [8] }] }] }),
    one('many-samples', { pages: [{ samples: 60, entries: [{ tag: 277, type: 3, values: [65_535] }] }] }),
    one('no-rows', { pages: [{ entries: [{ tag: 278, type: 4, values: [0] }] }] }),
  ];
}

async function pictures(): Promise<HostileFile[]> {
  const small = sharp({ create: { width: 64, height: 64, channels: 3, background: '#888' } });
  const claims = async (marker: number, progressive: boolean, side: number) => {
    const bytes = await small.clone().jpeg({ progressive }).toBuffer();
    const at = bytes.indexOf(Buffer.from([0xff, marker]));
    bytes.writeUInt16BE(side, at + 5);
    bytes.writeUInt16BE(side, at + 7);
    return bytes;
  };
  const png = await small.clone().png().toBuffer();
  const webp = await small.clone().webp().toBuffer();
  return [
    { name: 'claims.jpg', bytes: await claims(0xc0, false, 65_000) },
    { name: 'claims-progressive.jpg', bytes: await claims(0xc2, true, 30_000) },
    { name: 'seed.png', bytes: png },
    { name: 'seed.webp', bytes: webp },
    { name: 'empty.jpg', bytes: Buffer.alloc(0) },
    { name: 'letter.tif', bytes: Buffer.from('Dear archive,\nhere is a letter.\n'.repeat(50)) },
  ];
}

async function jpeg2000(): Promise<HostileFile[]> {
  const claiming = async (name: string, places: Readonly<Record<number, number>>) => {
    const bytes = await makeCodestream({ width: 64, height: 64, levels: 5 });
    for (const [place, value] of Object.entries(places)) bytes.writeUInt32BE(value, Number(place));
    return { name: `${name}.j2k`, bytes };
  };
  return [
    await claiming('huge', { 8: 0xffff_ffff, 12: 0xffff_ffff, 24: 0xffff_ffff, 28: 0xffff_ffff }),
    await claiming('large', { 8: 30_000, 12: 30_000, 24: 30_000, 28: 30_000 }),
    await claiming('tiny-tiles', { 8: 255, 12: 255, 24: 1, 28: 1 }),
    await claiming('far-away', {
      8: 0xffff_ffff,
      12: 0xffff_ffff,
      16: 0xffff_ffbf,
      20: 0xffff_ffbf,
      24: 0xffff_ffff,
      28: 0xffff_ffff,
    }),
  ];
}
