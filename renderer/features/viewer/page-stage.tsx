/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- a picture that takes keys has the role of an application */
/** The stage with one page on it: keys turn pages, zoom, rotate and pan. */
import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { createStage, type Stage } from './stage.ts';
import { stageKey, type StageCommand } from './stage-keys.ts';
import type { PageLoader } from './use-pages-shown.ts';
import styles from './viewer.module.css';

export type StageHandle = { run(command: StageCommand): void };

type PageStageProps = {
  pages: readonly CatalogueRecord[];
  /** From 0. */
  index: number;
  loader: PageLoader;
  onTurn: (index: number) => void;
  ref: Ref<StageHandle>;
};

const ZOOM_STEP = 1.4;
const PAN_PIXELS = 80;

export function PageStage({ pages, index, loader, onTurn, ref }: PageStageProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const [shown, setShown] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const page = pages[index];

  useEffect(() => {
    if (box.current === null) return undefined;
    stage.current = createStage(box.current);
    return () => {
      stage.current?.close();
      stage.current = null;
    };
  }, []);

  useEffect(() => {
    if (page === undefined) return undefined;
    let isCurrent = true;
    setFailed(false);
    const show = async () => {
      const raster = await loader.load(page);
      if (!isCurrent) return;
      if (raster === null) throw new Error('the page has no picture');
      await stage.current?.show(raster);
      if (!isCurrent) return;
      setShown(index);
      // The neighbours are drawn while the person looks: turning waits for nothing.
      for (const neighbour of [pages[index + 1], pages[index - 1]]) {
        if (neighbour !== undefined)
          void loader.load(neighbour)?.then(
            (next) => next.draw(0),
            () => undefined,
          );
      }
    };
    show().catch(() => {
      if (!isCurrent) return;
      stage.current?.clear();
      setShown(index);
      setFailed(true);
    });
    return () => {
      isCurrent = false;
    };
    // A page record changes when it is tagged; its picture does not.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [page?.id, loader]);

  const run = (command: StageCommand) => {
    const turn = (to: number) => onTurn(Math.max(0, Math.min(pages.length - 1, to)));
    const acts: Record<StageCommand, () => void> = {
      next: () => turn(index + 1),
      previous: () => turn(index - 1),
      first: () => turn(0),
      last: () => turn(pages.length - 1),
      zoomIn: () => stage.current?.zoom(ZOOM_STEP),
      zoomOut: () => stage.current?.zoom(1 / ZOOM_STEP),
      fit: () => stage.current?.fit(),
      rotateRight: () => stage.current?.rotate(90),
      rotateLeft: () => stage.current?.rotate(-90),
      panUp: () => stage.current?.pan(0, -PAN_PIXELS),
      panDown: () => stage.current?.pan(0, PAN_PIXELS),
      panLeft: () => stage.current?.pan(-PAN_PIXELS, 0),
      panRight: () => stage.current?.pan(PAN_PIXELS, 0),
    };
    acts[command]();
  };
  useImperativeHandle(ref, () => ({ run }));

  const onKeyDown = (event: KeyboardEvent) => {
    const command = stageKey(event);
    if (command === null) return;
    event.preventDefault();
    event.stopPropagation();
    run(command);
  };

  return (
    <div className={styles['stageFrame']}>
      {/* A picture that takes keys: the roles of HTML have no nearer word than an application. */}
      <div
        ref={box}
        role="application"
        tabIndex={0}
        aria-label={t('viewer.stage', { page: index + 1, total: pages.length })}
        aria-roledescription={t('viewer.role')}
        aria-keyshortcuts="PageDown PageUp + - 0 R Shift+R"
        data-shown={shown === null ? '' : shown + 1}
        className={styles['stage']}
        onKeyDown={onKeyDown}
      />
      {failed && (
        <p className={styles['failed']} role="status">
          {t('viewer.noPicture')}
        </p>
      )}
    </div>
  );
}
