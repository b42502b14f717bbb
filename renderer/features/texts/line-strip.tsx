/** The picture of one line, enlarged, above the field in which it is put right; it follows the place where one types. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Box } from '../../../shared/model/region-parts.ts';
import type { Turn } from '../../../shared/page-text/direction.ts';
import styles from './texts.module.css';

type LineStripProps = {
  /** The page as a picture; null when there is none. */
  picture: () => Promise<HTMLCanvasElement | null>;
  /** In per cent of the page. */
  box: Box;
  /** How the letters stand on the page. */
  turn: Turn;
  /** How far along the line one types, from 0 to 1. */
  at: number;
};

/** Of the line's height: so much of what is above and below is seen. */
const AROUND = 0.35;
const HEIGHT_REM = 3.25;
const MOST_PIXELS = 6000;

export function LineStrip({ picture, box, turn, at }: LineStripProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const [isThere, setThere] = useState(true);
  const latest = useRef(picture);
  useEffect(() => {
    latest.current = picture;
  });
  const { x, y, w, h } = box;
  useEffect(() => {
    let isLeft = false;
    latest.current().then(
      (source) => {
        if (isLeft || canvas.current === null) return;
        if (source === null) setThere(false);
        else draw(canvas.current, source, { x, y, w, h }, turn);
      },
      () => {
        if (!isLeft) setThere(false);
      },
    );
    return () => {
      isLeft = true;
    };
  }, [x, y, w, h, turn]);
  useEffect(() => {
    const strip = room.current;
    if (strip !== null) strip.scrollLeft = at * strip.scrollWidth - strip.clientWidth / 2;
  }, [at]);
  if (!isThere) return null;
  return (
    <div ref={room} className={styles['strip']} data-strip="">
      <canvas ref={canvas} role="img" aria-label={t('text.lineOnPage')} />
    </div>
  );
}

/** Cut out with a little around it, and turned so that the letters stand upright. */
function draw(canvas: HTMLCanvasElement, source: HTMLCanvasElement, box: Box, turn: Turn): void {
  const [width, height] = [source.width / 100, source.height / 100];
  const isUpright = turn === 0 || turn === 180;
  const across = (isUpright ? box.h * height : box.w * width) * AROUND;
  const sx = Math.max(0, box.x * width - across);
  const sy = Math.max(0, box.y * height - across);
  const sw = Math.min(source.width - sx, box.w * width + 2 * across);
  const sh = Math.min(source.height - sy, box.h * height + 2 * across);
  const [length, thickness] = isUpright ? [sw, sh] : [sh, sw];
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const scale = Math.min(
    (HEIGHT_REM * rem * window.devicePixelRatio) / Math.max(1, thickness),
    MOST_PIXELS / Math.max(1, length),
  );
  canvas.width = Math.max(1, Math.round(length * scale));
  canvas.height = Math.max(1, Math.round(thickness * scale));
  canvas.style.height = `${canvas.height / window.devicePixelRatio}px`;
  canvas.style.width = `${canvas.width / window.devicePixelRatio}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.imageSmoothingQuality = 'high';
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((-turn * Math.PI) / 180);
  context.scale(scale, scale);
  context.drawImage(source, sx, sy, sw, sh, -sw / 2, -sh / 2, sw, sh);
}
