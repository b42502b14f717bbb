/**
 * The words of the pages as text that can be selected, laid exactly over the picture: elements of the page's own size under
 * one matrix for each page, so that zooming and turning change one property. Built in slices, and only while it is wanted.
 *
 * Measured with 5,000 words on a page: tasks of 45 ms at most while it is built and 42 ms for a frame of zooming (processor's
 * time). A transform for each word takes twice that; `will-change`, which is to help, four times.
 */
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { breathe } from '../../ui/breathe.ts';
import { layerMatrix, layWords, type LaidWord } from './lay-words.ts';
import type { LayerText } from './overlay.ts';
import type { PageOnStage } from './stage.ts';

export type TextLayer = {
  /** Shows the texts of pages; those that are shown already stay as they are. */
  show(layers: readonly LayerText[]): void;
  /** Lays them over the pages as they are now. */
  place(pages: readonly PageOnStage[]): void;
  /** What is selected, as a text of its own; null when nothing of the layer is. */
  selected(selection: Selection): PageText | null;
  /** The page of a word's element and where it stands: in per cent of the page. */
  wordAt(
    target: EventTarget | null,
  ): { readonly page: string; readonly x: number; readonly y: number } | null;
  clear(): void;
};

type Shown = LayerText & { readonly box: HTMLElement; readonly left: AbortController };
type Known = { readonly layer: LayerText; readonly word: LaidWord };

const SLICE = 150;
const MEASURED_PX = 32;

export function createTextLayer(
  root: HTMLElement,
  styles: { readonly page: string; readonly slice: string; readonly word: string },
): TextLayer {
  let shown: Shown[] = [];
  let pages: readonly PageOnStage[] = [];
  const words = new WeakMap<Element, Known>();
  const measure = createMeasure(root);

  async function build({ box, left, ...layer }: Shown): Promise<void> {
    const laid = layWords(layer.text);
    for (let from = 0; from < laid.length; from += SLICE) {
      if (from > 0) await breathe();
      if (left.signal.aborted) return;
      // Each slice is laid out by itself: what comes after it costs it nothing.
      const slice = document.createElement('div');
      slice.className = styles.slice;
      for (const word of laid.slice(from, from + SLICE)) {
        const element = wordElement(word, styles.word, measure);
        words.set(element, { layer, word });
        slice.append(element);
      }
      box.append(slice);
    }
    box.dataset['whole'] = String(laid.length);
  }
  const put = ({ page, text, box }: Shown): void => {
    const matrix = pages.find(({ id }) => id === page)?.matrix;
    box.hidden = matrix === undefined;
    if (matrix !== undefined) box.style.transform = `matrix(${layerMatrix(matrix, text).join(',')})`;
  };
  const drop = (each: Shown): void => {
    each.left.abort();
    each.box.remove();
  };

  return {
    show(layers) {
      const next = layers.map(
        (layer) => shown.find(({ page, text }) => page === layer.page && text === layer.text) ?? made(layer),
      );
      for (const each of shown) if (!next.includes(each)) drop(each);
      const fresh = next.filter((each) => !shown.includes(each));
      shown = next;
      // In the order of the pages: that is the order of selecting and copying.
      root.append(...shown.map(({ box }) => box));
      for (const each of fresh) {
        put(each);
        void build(each);
      }
    },
    place(now) {
      pages = now;
      for (const each of shown) put(each);
    },
    selected(selection) {
      if (selection.isCollapsed || selection.rangeCount === 0) return null;
      const range = selection.getRangeAt(0);
      const taken = [...root.querySelectorAll(`.${styles.word}`)].flatMap((element) => {
        const known = words.get(element);
        if (known === undefined || !range.intersectsNode(element)) return [];
        const text = partOf(element, range);
        return text === '' ? [] : [{ ...known, text }];
      });
      return taken.length === 0 ? null : gathered(taken);
    },
    wordAt(target) {
      const known = target instanceof Element ? words.get(target) : undefined;
      if (known === undefined) return null;
      const [b, l, w] = known.word.at;
      const { page, text } = known.layer;
      const place = text.blocks[b]?.lines[l]?.words[w]?.place;
      if (place === undefined) return null;
      return {
        page,
        x: ((place.x + place.w / 2) / text.width) * 100,
        y: ((place.y + place.h / 2) / text.height) * 100,
      };
    },
    clear() {
      for (const each of shown) drop(each);
      shown = [];
    },
  };

  function made(layer: LayerText): Shown {
    const box = document.createElement('div');
    box.className = styles.page;
    box.dataset['textPage'] = layer.page;
    return { ...layer, box, left: new AbortController() };
  }
}

function wordElement(word: LaidWord, className: string, measure: (text: string) => number): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = word.text;
  const { style } = element;
  style.left = `${word.x}px`;
  style.top = `${word.y}px`;
  style.fontSize = `${word.height}px`;
  // Letters are set wider or closer, so that the word is as long as on the picture; no word needs a transform of its own.
  const spare = word.length - measure(word.text) * word.height;
  style.letterSpacing = `${spare / word.text.length}px`;
  // What is beside the letters belongs to them.
  style.paddingRight = `${word.gap}px`;
  if (word.turn !== 0) style.transform = `rotate(${word.turn}deg)`;
  return element;
}

/** Widths of texts at a size of 1, each measured once. */
function createMeasure(root: HTMLElement): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  const widths = new Map<string, number>();
  let font = '';
  return (text) => {
    const known = widths.get(text);
    if (known !== undefined || context === null) return known ?? text.length / 2;
    font ||= `${MEASURED_PX}px ${getComputedStyle(root).fontFamily}`;
    context.font = font;
    const width = context.measureText(text).width / MEASURED_PX;
    widths.set(text, width);
    return width;
  };
}

/** The letters of a word that are selected. */
function partOf(element: Element, range: Range): string {
  const text = element.textContent;
  const node = element.firstChild;
  const offset = (container: Node, at: number, otherwise: number): number => {
    if (container === node) return at;
    if (container === element) return at === 0 ? 0 : text.length;
    return otherwise;
  };
  const from = offset(range.startContainer, range.startOffset, 0);
  const to = offset(range.endContainer, range.endOffset, text.length);
  return text.slice(from, to);
}

type Taken = Known & { readonly text: string };

/** Selected words as a text: of each page its blocks, of each block its lines. */
function gathered(taken: readonly Taken[]): PageText {
  const blocks: { key: string; lines: { key: string; words: Taken[] }[] }[] = [];
  for (const each of taken) {
    const [b, l] = each.word.at;
    const key = `${each.layer.page}/${b}`;
    if (blocks.at(-1)?.key !== key) blocks.push({ key, lines: [] });
    const lines = blocks.at(-1)?.lines ?? [];
    if (lines.at(-1)?.key !== `${key}/${l}`) lines.push({ key: `${key}/${l}`, words: [] });
    lines.at(-1)?.words.push(each);
  }
  const place = { x: 0, y: 0, w: 0, h: 0 };
  return {
    width: 1,
    height: 1,
    languages: [],
    engine: '',
    blocks: blocks.map(({ lines }) => ({
      place,
      lines: lines.map(({ words }) => ({
        place,
        words: words.map(({ text }) => ({ text, place, sure: null })),
      })),
    })),
  };
}
