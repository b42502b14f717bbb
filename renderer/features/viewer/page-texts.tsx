/**
 * The text layer over the pages, in React's hands. A screen reader has the text beside the page; this is for hands: words are
 * selected and copied in reading order, the wheel goes through to the picture, a press marks the line.
 */
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { ViewerTexts } from './overlay.ts';
import styles from './overlay.module.css';
import type { PageOnStage } from './stage.ts';
import { createTextLayer, type TextLayer } from './text-layer.ts';

type PageTextsProps = {
  texts: ViewerTexts;
  /** The stage below. */
  stage: RefObject<HTMLElement | null>;
  follow: (paint: (pages: readonly PageOnStage[]) => void) => () => void;
};

export function PageTexts({ texts, stage, follow }: PageTextsProps) {
  const root = useRef<HTMLDivElement>(null);
  const layer = useRef<TextLayer | null>(null);
  const latest = useRef(texts);
  useEffect(() => {
    latest.current = texts;
  });

  useLayoutEffect(() => {
    const box = root.current;
    if (box === null) return undefined;
    const made = createTextLayer(box, {
      page: styles['pageText'] ?? '',
      slice: styles['slice'] ?? '',
      word: styles['word'] ?? '',
    });
    layer.current = made;
    const unfollow = follow((pages) => made.place(pages));
    const onCopy = (event: ClipboardEvent) => {
      const selection = document.getSelection();
      const selected = selection === null ? null : made.selected(selection);
      if (selected === null || event.clipboardData === null) return;
      event.clipboardData.setData('text/plain', latest.current.copied(selected));
      event.preventDefault();
    };
    /** Whoever turns the wheel means the picture, also over a word. */
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      stage.current?.querySelector('canvas')?.dispatchEvent(new WheelEvent('wheel', event));
    };
    const onMouseUp = (event: MouseEvent) => {
      const word = made.wordAt(event.target);
      if (word !== null && document.getSelection()?.isCollapsed !== false) {
        latest.current.onPoint(word.page, word);
      }
      // The keys stay the stage's.
      stage.current?.focus({ preventScroll: true });
    };
    document.addEventListener('copy', onCopy);
    box.addEventListener('wheel', onWheel, { passive: false });
    box.addEventListener('mouseup', onMouseUp);
    return () => {
      unfollow();
      made.clear();
      document.removeEventListener('copy', onCopy);
      box.removeEventListener('wheel', onWheel);
      box.removeEventListener('mouseup', onMouseUp);
    };
  }, [follow, stage]);
  useEffect(() => layer.current?.show(texts.layers), [texts.layers]);
  return <div ref={root} aria-hidden="true" className={styles['texts']} data-texts="" />;
}
