/** Brings the texts of the pages shown to the viewer's layers, to the panel beside it and to the search within the document. */
import { useCallback, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { CatalogueRecord } from '../db/row-of.ts';
import { WhoWhen } from '../features/catalogue/value-text.tsx';
import { FindBar } from '../features/texts/find-bar.tsx';
import { FindHits } from '../features/texts/find-hits.tsx';
import { isJoined } from '../features/texts/joined-lines.ts';
import { lineAt, lineBox } from '../features/texts/line-places.ts';
import type { LineListHandle } from '../features/texts/line-list.tsx';
import { TextPanel } from '../features/texts/text-panel.tsx';
import { useFind, type Finding } from '../features/texts/use-find.ts';
import { useShownText, type ShownText } from '../features/texts/use-shown-text.ts';
import { useTextEdits } from '../features/texts/use-text-edits.ts';
import type { OverlayBox, Sight, ViewerTexts } from '../features/viewer/overlay.ts';
import type { StageHandle } from '../features/viewer/page-stage.tsx';
import { copiedText } from '../../shared/page-text/copied-text.ts';

type UseDocumentTexts = {
  record: CatalogueRecord;
  pages: readonly CatalogueRecord[];
  /** The page shown, from 0. */
  index: number;
  /** The pages that stand together. */
  shown: readonly CatalogueRecord[];
  stage: RefObject<StageHandle | null>;
  onTurn: (index: number) => void;
};

type DocumentTexts = {
  readonly texts: ViewerTexts;
  /** Lines that are looked at, and what was found. */
  readonly boxes: readonly OverlayBox[];
  /** The search, above the pages. */
  readonly bar: ReactNode;
  /** What was found, and the text of the page. */
  readonly side: ReactNode;
  /** The search within the document is open. */
  readonly isFinding: boolean;
};

/** A line of a page; `isFollowed`: it is to be brought into view. */
type LineOf = { readonly page: string; readonly line: string; readonly isFollowed: boolean };

export function useDocumentTexts(use: UseDocumentTexts): DocumentTexts {
  const { record, pages, index, shown, stage, onTurn } = use;
  const edits = useTextEdits();
  const lines = useRef<LineListHandle>(null);
  const [isSelecting, setSelecting] = useState(false);
  const [chosen, setChosen] = useState<{ page: string; source: string | null } | null>(null);
  const [current, setCurrent] = useState<LineOf | null>(null);
  const [hovered, setHovered] = useState<LineOf | null>(null);
  const [wish, setWish] = useState<'line' | 'hit'>('line');

  const loadOwn = useCallback(
    (page: CatalogueRecord) => stage.current?.text(page) ?? Promise.reject(new Error('no stage yet')),
    [stage],
  );
  const picture = useCallback(
    (page: CatalogueRecord) => stage.current?.picture(page) ?? Promise.resolve(null),
    [stage],
  );
  const chosenOf = (page: CatalogueRecord | undefined) =>
    chosen?.page === page?.id ? (chosen?.source ?? null) : null;
  const one = useShownText(shown[0], chosenOf(shown[0]), edits, loadOwn);
  const two = useShownText(shown[1], chosenOf(shown[1]), edits, loadOwn);
  const page = pages[index];
  const beside = [one, two].find((text) => text?.page.id === page?.id) ?? null;

  const find = useFind({ pages, index, loadOwn, onPage: onTurn });
  const found = {
    ...find,
    go: (by: 1 | -1) => {
      setWish('hit');
      find.go(by);
    },
    choose: (id: string) => {
      setWish('hit');
      find.choose(id);
    },
  };

  const layers = useMemo(() => layersOf([one, two]), [one, two]);
  const marks = [
    ...markOf(current, [one, two], true),
    ...(hovered?.line === current?.line ? [] : markOf(hovered, [one, two], false)),
  ];
  const hits = hitBoxes(find, shown);
  const onPoint = (on: string, at: { readonly x: number; readonly y: number }) => {
    const text = layers.find((layer) => layer.page === on)?.text;
    const line = text === undefined ? null : lineAt(text, at);
    if (line === null) return;
    setCurrent({ page: on, line, isFollowed: false });
    const to = pages.findIndex(({ id }) => id === on);
    if (to >= 0 && to !== index) onTurn(to);
  };
  const texts: ViewerTexts = {
    layers,
    isSelecting,
    onSelecting: setSelecting,
    onPoint,
    copied: (selected) => copiedText(selected, isJoined()),
    sight: wish === 'hit' ? sightOf(find.current) : lineSight(current, marks),
    onToText: () => lines.current?.focus(),
  };
  const onLeave = () => stage.current?.focus();
  return {
    texts,
    boxes: [...marks, ...hits],
    isFinding: find.isOpen,
    bar: pages.length === 0 ? null : <FindBar find={found} onLeave={onLeave} />,
    side: (
      <>
        <FindHits find={found} onLeave={onLeave} />
        <TextPanel
          document={record}
          shown={beside}
          chosen={chosenOf(page)}
          onChosen={(source) => setChosen(page === undefined ? null : { page: page.id, source })}
          current={current !== null && current.page === page?.id ? current.line : null}
          hovered={hovered !== null && hovered.page === page?.id ? hovered.line : null}
          edits={edits}
          picture={picture}
          renderWho={(by, at) => <WhoWhen by={by} at={at} />}
          onCurrent={(line) => {
            setWish('line');
            setCurrent(page === undefined ? null : { page: page.id, line, isFollowed: true });
          }}
          onHover={(line) =>
            setHovered(
              page === undefined || line === null ? null : { page: page.id, line, isFollowed: false },
            )
          }
          onLeave={onLeave}
          lines={lines}
        />
      </>
    ),
  };
}

/** The texts that lie over their pictures: not those of a picture that was replaced. */
function layersOf(texts: readonly (ShownText | null)[]): ViewerTexts['layers'] {
  return texts.flatMap((each) =>
    each?.text && !each.isOfOtherPicture ? [{ page: each.page.id, text: each.text }] : [],
  );
}

function markOf(of: LineOf | null, texts: readonly (ShownText | null)[], isCurrent: boolean): OverlayBox[] {
  const on = texts.find((each) => each?.page.id === of?.page);
  const box = of === null || !on?.read || on.isOfOtherPicture ? null : lineBox(on.read, of.line);
  if (of === null || box === null) return [];
  return [{ id: `line/${of.page}/${of.line}`, page: of.page, box, kind: 'line', isCurrent }];
}

function hitBoxes({ hits, current }: Finding, shown: readonly CatalogueRecord[]): OverlayBox[] {
  const pages = new Set(shown.map(({ id }) => id));
  return hits
    .filter(({ page }) => pages.has(page))
    .flatMap(({ id, page, boxes }) =>
      boxes.map((box, i): OverlayBox => {
        return { id: `${id}/${i}`, page, box, kind: 'hit', isCurrent: id === current?.id };
      }),
    );
}

function lineSight(current: LineOf | null, marks: readonly OverlayBox[]): Sight | null {
  return current?.isFollowed === true ? (marks[0] ?? null) : null;
}

function sightOf(hit: Finding['current']): Sight | null {
  const box = hit?.boxes[0];
  return hit === null || box === undefined ? null : { id: hit.id, page: hit.page, box };
}
