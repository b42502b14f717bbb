/** The edge of a side pane: drawn by mouse or finger, moved by arrow keys, set back by a double press. */
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PANES, setAppearance, useAppearance, type Pane } from '../ui/appearance.ts';
import styles from './frame.module.css';

const STEP_REM = 1;

export function Splitter({ pane }: { pane: Pane }) {
  const { t } = useTranslation();
  const width = useAppearance()[pane];
  const drag = useRef<{ x: number; width: number } | null>(null);
  const { min, max, first } = PANES[pane];
  /** Rightwards the left pane grows and the right one shrinks. */
  const sign = pane === 'left' ? 1 : -1;

  const begin = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width };
  };
  const move = (event: PointerEvent) => {
    if (drag.current === null) return;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    setAppearance({ [pane]: drag.current.width + (sign * (event.clientX - drag.current.x)) / rem });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: width + sign * STEP_REM,
      ArrowLeft: width - sign * STEP_REM,
      Home: min,
      End: max,
      Enter: first,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setAppearance({ [pane]: next });
  };

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t(`frame.${pane}`)}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={Math.round(width)}
      tabIndex={0}
      className={styles['splitter']}
      data-pane={pane}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => (drag.current = null)}
      onPointerCancel={() => (drag.current = null)}
      onDoubleClick={() => setAppearance({ [pane]: first })}
      onKeyDown={onKeyDown}
    />
  );
}
