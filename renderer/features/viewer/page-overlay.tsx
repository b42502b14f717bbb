/**
 * The layer over the pages: boxes in per cent, laid exactly over the picture by one matrix for each page. It only shows;
 * hands and keys are the stage's, and a screen reader has the list of regions.
 */
import { useLayoutEffect, useRef } from 'react';
import type { OverlayBox } from './overlay.ts';
import { GRIPS, gripAt } from './page-box.ts';
import type { PageOnStage } from './stage.ts';
import styles from './overlay.module.css';

type PageOverlayProps = {
  /** The ids of the pages on the stage. */
  pages: readonly string[];
  boxes: readonly OverlayBox[];
  selected: string | null;
  /** The box that is being drawn or changed. */
  active: string | null;
  mayEdit: boolean;
  /** Calls with the places of the pages, now and whenever they move; answers how to stop that. */
  follow: (paint: (pages: readonly PageOnStage[]) => void) => () => void;
};

export function PageOverlay({ pages, boxes, selected, active, mayEdit, follow }: PageOverlayProps) {
  const svg = useRef<SVGSVGElement>(null);
  // After each rendering too: a group that is new has no place yet.
  useLayoutEffect(() =>
    follow((places) => {
      for (const group of svg.current?.children ?? []) {
        const matrix = places.find(({ id }) => id === group.getAttribute('data-page'))?.matrix;
        if (matrix === undefined) group.setAttribute('visibility', 'hidden');
        else {
          group.setAttribute('transform', `matrix(${matrix.join(' ')})`);
          group.removeAttribute('visibility');
        }
      }
    }),
  );
  return (
    <svg ref={svg} aria-hidden="true" className={styles['overlay']}>
      {pages.map((page) => (
        <g key={page} data-page={page} visibility="hidden">
          {boxes
            .filter((each) => each.page === page)
            .map((each) => (
              <BoxShape
                key={each.id}
                shown={each}
                isSelected={each.id === selected}
                isActive={each.id === active}
                hasGrips={mayEdit && (each.id === selected || each.id === active)}
              />
            ))}
        </g>
      ))}
    </svg>
  );
}

type BoxShapeProps = { shown: OverlayBox; isSelected: boolean; isActive: boolean; hasGrips: boolean };

function BoxShape({ shown, isSelected, isActive, hasGrips }: BoxShapeProps) {
  const { x, y, w, h } = shown.box;
  const place = { x, y, width: w, height: h };
  const grips = GRIPS.map((grip) => gripAt(shown.box, grip))
    .map((at) => `M${at.x} ${at.y}h0`)
    .join('');
  return (
    <g
      data-box={shown.id}
      data-kind={shown.kind}
      data-selected={isSelected || shown.isCurrent === true}
      data-active={isActive}
      data-possible={shown.isPossible}
    >
      <rect {...place} className={styles['halo']} />
      <rect {...place} className={styles['line']} />
      {hasGrips && (
        <>
          <path d={grips} className={styles['gripEdge']} />
          <path d={grips} className={styles['grip']} />
        </>
      )}
    </g>
  );
}
