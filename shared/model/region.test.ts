import { assert, double, property, record } from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkFields } from './check-fields.ts';
import { checkEdit } from './hierarchy.ts';
import { boxOf, regionTextOf, toWebAnnotation } from './region.ts';
import { pageOfTarget, printBox, readBox, regionBody, regionTarget } from './region-parts.ts';
import { newRecord } from '../sync/edits.ts';

const page = '0190a000-0000-7000-8000-000000000001';
const region = '0190a000-0000-7000-8000-000000000002';
const tag = '0190a000-0000-7000-8000-000000000003';

const percent = double({ min: -20, max: 120, noNaN: true });
const size = double({ min: 0, max: 130, noNaN: true });

describe('a box in per cent', () => {
  it('is read as it was printed, and stays on its page', () => {
    assert(
      property(record({ x: percent, y: percent, w: size, h: size }), (box) => {
        const printed = printBox(box);
        const read = readBox(printed);
        expect(read).not.toBeNull();
        if (read === null) return;
        expect(printBox(read)).toBe(printed);
        expect(read.x + read.w).toBeLessThanOrEqual(100.000_01);
        expect(read.y + read.h).toBeLessThanOrEqual(100.000_01);
      }),
    );
  });

  it('on its page is kept to a ten-thousandth of a per cent', () => {
    const within = double({ min: 0, max: 49, noNaN: true });
    const long = double({ min: 0.001, max: 50, noNaN: true });
    assert(
      property(record({ x: within, y: within, w: long, h: long }), (box) => {
        const read = readBox(printBox(box));
        for (const side of ['x', 'y', 'w', 'h'] as const)
          expect(Math.abs((read?.[side] ?? -1) - box[side])).toBeLessThan(0.000_21);
      }),
    );
  });

  test.each([
    '',
    'xywh=1,2,3,4',
    'xywh=percent:1,2,3',
    'xywh=percent:0,0,0,5',
    'xywh=percent:90,0,11,5',
    'xywh=percent:-1,0,1,5',
  ])('is not read from %j', (text) => expect(readBox(text)).toBeNull());
});

describe('a region', () => {
  const values = {
    parent: page,
    target: regionTarget(page, { x: 10, y: 20, w: 30.5, h: 5 }),
    body: regionBody('Қолы'),
    [`tags/${tag}`]: true,
  };

  it('is a record under its page', () => {
    expect(checkFields('region', values).ok).toBe(true);
    const made = newRecord(region, 'region', values);
    expect(checkEdit(made, 'page').ok).toBe(true);
    expect(checkEdit(made, 'document').ok).toBe(false);
    expect(checkEdit(newRecord(region, 'region', { target: values.target }), undefined).ok).toBe(false);
  });

  it('tells its page, its box and its words', () => {
    expect(pageOfTarget(values.target)).toBe(page);
    expect(boxOf(values)).toEqual({ x: 10, y: 20, w: 30.5, h: 5 });
    expect(regionTextOf(values)).toBe('Қолы');
    expect(boxOf({ target: 'no place' })).toBeNull();
    expect(regionTextOf({})).toBe('');
  });

  it('prints as a Web Annotation with its tags', () => {
    const labels = { 'label/kk': 'қол қою' };
    expect(toWebAnnotation({ id: region, values }, (id) => (id === tag ? labels : null))).toEqual({
      '@context': 'http://www.w3.org/ns/anno.jsonld',
      id: `urn:uuid:${region}`,
      type: 'Annotation',
      body: [
        { type: 'TextualBody', value: 'Қолы', format: 'text/plain', purpose: 'commenting' },
        { type: 'TextualBody', value: 'қол қою', purpose: 'tagging', id: `urn:uuid:${tag}` },
      ],
      target: {
        type: 'SpecificResource',
        source: `urn:uuid:${page}`,
        selector: {
          type: 'FragmentSelector',
          conformsTo: 'http://www.w3.org/TR/media-frags/',
          value: 'xywh=percent:10,20,30.5,5',
        },
      },
    });
  });
});
