import { beforeEach, describe, expect, it } from 'vitest';
import type { Box } from '../../../shared/model/region-parts.ts';
import { boxesInSight, createBoxTool } from './box-tool.ts';
import type { OverlayActs, OverlayBox } from './overlay.ts';
import type { Matrix } from './page-box.ts';

/** A page of 400 by 800 pixels at 100, 50 on a stage of 600 by 900. */
const MATRIX: Matrix = [4, 0, 0, 8, 100, 50];
const stage = { pages: () => [{ id: 'page', matrix: MATRIX }], room: () => ({ width: 600, height: 900 }) };
const key = (name: string, more: Partial<{ shiftKey: boolean; ctrlKey: boolean }> = {}) => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});
const kept = (id: string, box: Box): OverlayBox => ({ id, page: 'page', box, kind: 'region' });
const OUTER = kept('outer', { x: 10, y: 10, w: 50, h: 50 });
const INNER = kept('inner', { x: 20, y: 20, w: 10, h: 10 });

let said: unknown[];
let acts: OverlayActs;
beforeEach(() => {
  said = [];
  acts = {
    selected: null,
    onSelect: (id) => void said.push(['select', id]),
    edit: {
      onDraw: async (page, box) => {
        said.push(['draw', page, box]);
        return 'new';
      },
      onChange: async (id, box) => {
        said.push(['change', id, box]);
        return true;
      },
      onDelete: (id) => void said.push(['delete', id]),
    },
  };
});

function toolWith(boxes: readonly OverlayBox[], selected: string | null = null) {
  const tool = createBoxTool(stage);
  tool.update(boxes, { ...acts, selected });
  return tool;
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('by hand', () => {
  it('a drag draws a box, which stays in sight until it is kept', async () => {
    const tool = toolWith([]);
    tool.begin(false);
    expect(tool.gestures.press({ x: 140, y: 130 })).toBe(true);
    tool.gestures.drag({ x: 180, y: 210 });
    expect(boxesInSight([], tool.state())).toEqual([kept('draft', { x: 10, y: 10, w: 10, h: 10 })]);
    tool.gestures.release({ x: 180, y: 210 });
    await settled();
    expect(said).toContainEqual(['draw', 'page', { x: 10, y: 10, w: 10, h: 10 }]);
    expect(boxesInSight([], tool.state())).toEqual([kept('new', { x: 10, y: 10, w: 10, h: 10 })]);
    tool.update([kept('new', { x: 10, y: 10, w: 10, h: 10 })], acts);
    expect(tool.state()).toEqual({ mode: 'rest', draft: null, pending: null });
  });

  it('a press without a drag draws nothing, and the tool stays in hand', () => {
    const tool = toolWith([]);
    tool.begin(false);
    tool.gestures.press({ x: 140, y: 130 });
    tool.gestures.drag({ x: 141, y: 131 });
    tool.gestures.release({ x: 141, y: 131 });
    expect(said).toEqual([['select', null]]);
    expect(tool.state().mode).toBe('draw');
  });

  it('beside the page the view is moved', () => {
    const tool = toolWith([]);
    tool.begin(false);
    expect(tool.gestures.press({ x: 20, y: 20 })).toBe(false);
  });

  it('a click chooses the smallest box there, beside all of them none', () => {
    const tool = toolWith([OUTER, INNER]);
    tool.gestures.click({ x: 100 + 25 * 4, y: 50 + 25 * 8 });
    tool.gestures.click({ x: 100 + 55 * 4, y: 50 + 55 * 8 });
    tool.gestures.click({ x: 100 + 90 * 4, y: 50 + 90 * 8 });
    expect(said).toEqual([
      ['select', 'inner'],
      ['select', 'outer'],
      ['select', null],
    ]);
  });

  it('the chosen box is moved by its middle and resized by its grips; a box not chosen moves with the page', async () => {
    const tool = toolWith([INNER], 'inner');
    expect(tool.gestures.press({ x: 100 + 25 * 4, y: 50 + 25 * 8 })).toBe(true);
    tool.gestures.drag({ x: 100 + 35 * 4, y: 50 + 25 * 8 });
    tool.gestures.release({ x: 0, y: 0 });
    expect(tool.gestures.press({ x: 100 + 30 * 4, y: 50 + 30 * 8 })).toBe(true);
    tool.gestures.drag({ x: 100 + 40 * 4, y: 50 + 50 * 8 });
    tool.gestures.release({ x: 0, y: 0 });
    await settled();
    expect(said).toEqual([
      ['change', 'inner', { x: 30, y: 20, w: 10, h: 10 }],
      ['change', 'inner', { x: 20, y: 20, w: 20, h: 30 }],
    ]);
    expect(toolWith([INNER]).gestures.press({ x: 100 + 25 * 4, y: 50 + 25 * 8 })).toBe(false);
  });

  it('follows the pixels when the page moves under the hand', () => {
    let matrix = MATRIX;
    const tool = createBoxTool({ ...stage, pages: () => [{ id: 'page', matrix }] });
    tool.update([], acts);
    tool.begin(false);
    tool.gestures.press({ x: 140, y: 130 });
    tool.gestures.drag({ x: 180, y: 210 });
    // Twice as large, and moved.
    matrix = [8, 0, 0, 16, -300, 20];
    tool.gestures.drag({ x: -300 + 40 * 8, y: 20 + 30 * 16 });
    expect(tool.state().draft?.box).toEqual({ x: 10, y: 10, w: 30, h: 20 });
  });

  it('whoever may not write draws and moves nothing, and still chooses', () => {
    acts = { ...acts, edit: null };
    const tool = toolWith([INNER], 'inner');
    tool.begin(true);
    expect(tool.state().mode).toBe('rest');
    expect(tool.gestures.press({ x: 200, y: 250 })).toBe(false);
    expect(tool.key(key('Delete'))).toBe(false);
    tool.gestures.click({ x: 200, y: 250 });
    expect(said).toEqual([['select', 'inner']]);
  });
});

describe('by keys', () => {
  it('a box begins in the middle of the view, is moved, resized and kept', async () => {
    const tool = toolWith([]);
    tool.begin(true);
    const begun = tool.state().draft?.box ?? { x: 0, y: 0, w: 0, h: 0 };
    expect([begun.x + begun.w / 2, begun.y + begun.h / 2]).toEqual([50, 50]);
    tool.key(key('ArrowRight'));
    tool.key(key('ArrowDown', { ctrlKey: true }));
    tool.key(key('ArrowRight', { shiftKey: true }));
    expect(tool.key(key('PageDown'))).toBe(false);
    expect(tool.key(key('Enter'))).toBe(true);
    await settled();
    const [, , box] = said.at(-1) as [string, string, Box];
    expect(box.x).toBeCloseTo(begun.x + 2, 6);
    expect(box.y).toBeCloseTo(begun.y + 1 / 8, 6);
    expect(box.w).toBeCloseTo(begun.w + 2, 6);
  });

  it('Escape leaves everything as it was', () => {
    const tool = toolWith([INNER], 'inner');
    tool.key(key('Enter'));
    expect(tool.state().mode).toBe('adjust');
    tool.key(key('ArrowLeft'));
    tool.key(key('Escape'));
    expect(boxesInSight([INNER], tool.state())).toEqual([INNER]);
    tool.key(key('Escape'));
    expect(said).toEqual([['select', null]]);
  });

  it('Delete deletes the chosen box; without one the keys are the viewer’s', () => {
    expect(toolWith([INNER], 'inner').key(key('Delete'))).toBe(true);
    expect(said).toEqual([['delete', 'inner']]);
    expect(toolWith([INNER]).key(key('Enter'))).toBe(false);
    expect(toolWith([INNER]).key(key('ArrowRight'))).toBe(false);
  });
});

it('a box that could not be written goes back to where it was', async () => {
  const tool = createBoxTool(stage);
  const edit = { onDraw: async () => null, onChange: async () => false, onDelete: () => undefined };
  tool.update([INNER], { selected: 'inner', onSelect: () => undefined, edit });
  tool.adjust('inner');
  tool.key(key('ArrowRight'));
  tool.key(key('Enter'));
  expect(boxesInSight([INNER], tool.state())).not.toEqual([INNER]);
  await settled();
  expect(boxesInSight([INNER], tool.state())).toEqual([INNER]);
});

it('a box whose keeper breaks is not shown as kept', async () => {
  const tool = createBoxTool(stage);
  const edit = {
    onDraw: () => Promise.reject(new Error('the copy was closed')),
    onChange: () => Promise.reject(new Error('the copy was closed')),
    onDelete: () => undefined,
  };
  tool.update([INNER], { selected: 'inner', onSelect: () => undefined, edit });
  tool.begin(true);
  tool.key(key('Enter'));
  await settled();
  expect(tool.state()).toEqual({ mode: 'rest', draft: null, pending: null });
  tool.adjust('inner');
  tool.key(key('ArrowRight'));
  tool.key(key('Enter'));
  await settled();
  expect(boxesInSight([INNER], tool.state())).toEqual([INNER]);
});
