/** A document: the viewer with its pages, and the inspector for the pages chosen or for the document itself. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { imageOf, parentOf } from '../../shared/model/record-values.ts';
import { usePages } from '../db/hooks.ts';
import type { CatalogueRecord } from '../db/row-of.ts';
import { BinnedBanner } from '../features/catalogue/pages.tsx';
import { DocumentHead } from '../features/catalogue/document-head.tsx';
import { FoundBar } from '../features/finding/found-bar.tsx';
import { RegionPanel } from '../features/regions/region-panel.tsx';
import { ReadingDoubt } from '../features/reading/reading-doubt.tsx';
import { TagPicker } from '../features/tags/tag-picker.tsx';
import { recallDocument } from '../features/viewer/remembered.ts';
import { Viewer } from '../features/viewer/viewer.tsx';
import { aroundOf, useAttention } from '../ui/attention.ts';
import { useDesk } from '../ui/desk.ts';
import { parseFindQuery, printFindQuery, type FindQuery } from '../ui/find-query.ts';
import { goTo } from '../ui/route.ts';
import type { Selection } from '../ui/selection.ts';
import { useDocumentFound } from './document-found.ts';
import { useDocumentLeaves } from './document-leaves.tsx';
import { useDocumentRegions } from './document-regions.ts';
import { useDocumentTexts } from './document-texts.tsx';
import styles from './frame.module.css';
import { Right } from './right-pane.tsx';
import { useIndexShown } from './use-index-shown.ts';

type DocumentAreaProps = {
  record: CatalogueRecord;
  /** From 1; null: where the document was left. */
  page: number | null;
  /** The region to be shown first. */
  region?: string | null;
  /** The page to be shown first, by its id. */
  at?: string | undefined;
  /** What was looked for, where the document was opened from what was found. */
  found?: FindQuery | undefined;
};

const NONE: ReadonlySet<string> = new Set();
const NO_PAGES: readonly CatalogueRecord[] = [];

export function DocumentArea({ record, page, region = null, at, found }: DocumentAreaProps) {
  const list = usePages(record.id);
  const pages = list?.pages;
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const [left] = useState(() => recallDocument(record.id).page);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(NONE);
  const goToPage = usePageAddress(record.id, found);
  const index = useIndexShown(pages ?? NO_PAGES, page, at ?? left, goToPage);
  const shownPage = pages?.[index];
  const current = shownPage?.id ?? null;
  const selection: Selection = { ids: chosen, current };
  useAttention(attendedKeys(record, pages ?? NO_PAGES, index));
  const canWrite = capabilities.canWrite && !record.deleted;
  const { stage, setSpread, shown, regions, panel, boxes, acts } = useDocumentRegions({
    pages: pages ?? [],
    index,
    canWrite,
    first: region,
  });

  const turn = (to: number) => {
    setChosen(NONE);
    goToPage(to);
  };
  const atIndex = pages?.findIndex(({ id }) => id === at) ?? -1;
  useEffect(() => {
    if (page === null && atIndex >= 0) goToPage(atIndex);
  }, [page, atIndex, goToPage]);
  const texts = useDocumentTexts({ record, pages: pages ?? NO_PAGES, index, shown, stage, onTurn: turn });
  const walk = useDocumentFound({ record, found, page: shownPage, index, shown, texts });
  const select = (next: Selection) => {
    setChosen(next.ids);
    const to = pages?.findIndex((each) => each.id === next.current) ?? -1;
    if (to >= 0 && to !== index) goToPage(to);
  };
  const leaves = useDocumentLeaves({ record, pages, selection, onSelect: select });
  const chosenPages = useMemo(() => (pages ?? []).filter((each) => chosen.has(each.id)), [pages, chosen]);
  const described = useMemo(() => (chosenPages.length > 0 ? chosenPages : [record]), [chosenPages, record]);
  return (
    <>
      <main className={styles['middle']}>
        <BinnedBanner record={record} />
        <Viewer
          key={record.id}
          document={record}
          pages={pages}
          index={index}
          selection={selection}
          strip={leaves.strip}
          boxes={[...boxes, ...texts.boxes, ...walk.boxes]}
          acts={{ ...acts, onPoint: texts.texts.onPoint }}
          texts={{ ...texts.texts, sight: walk.sight }}
          bar={
            <>
              {walk.walk !== null && <FoundBar walk={walk.walk} isKeyless={texts.isFinding} />}
              {texts.bar}
            </>
          }
          stage={stage}
          onSpread={setSpread}
          onTurn={turn}
          onSelect={select}
          head={
            <DocumentHead
              record={record}
              chosenPages={chosenPages.length}
              isOfLeaves={leaves.strip !== null}
              onDocument={() => setChosen(NONE)}
            />
          }
        />
      </main>
      <Right
        records={described}
        top={
          <>
            {leaves.panel}
            <RegionPanel
              {...panel}
              regions={regions}
              canWrite={canWrite}
              renderTags={(each) => (
                <TagPicker key={`tags ${each.id}`} records={[each]} label={t('region.tags')} />
              )}
            />
            <ReadingDoubt page={shownPage} />
            {texts.side}
          </>
        }
      />
    </>
  );
}

/** Shows a page of the document, from 0; what was looked for stays in the address. */
function usePageAddress(id: string, found: FindQuery | undefined): (index: number) => void {
  const key = found === undefined ? '' : printFindQuery(found);
  return useCallback(
    (index) => {
      const to = { screen: 'record', id, page: index + 1 } as const;
      goTo(key === '' ? to : { ...to, found: parseFindQuery(key) }, { replace: true });
    },
    [id, key],
  );
}

/** The page that is shown and those around it, their scans, the document, and what it stands in. */
function attendedKeys(record: CatalogueRecord, pages: readonly CatalogueRecord[], index: number): string[] {
  const near = aroundOf(pages, index).flatMap(({ id, values }) => [id, imageOf(values)?.sha256 ?? id]);
  return [...near, record.id, parentOf(record.values) ?? record.id];
}
