/** A document: the viewer with its pages, and the inspector for the pages chosen or for the document itself. */
import { useState } from 'react';
import { usePages } from '../db/hooks.ts';
import type { CatalogueRecord } from '../db/row-of.ts';
import { BinnedBanner } from '../features/catalogue/pages.tsx';
import { DocumentHead } from '../features/catalogue/document-head.tsx';
import { Viewer } from '../features/viewer/viewer.tsx';
import { goTo } from '../ui/route.ts';
import type { Selection } from '../ui/selection.ts';
import styles from './frame.module.css';
import { Right } from './right-pane.tsx';

type DocumentAreaProps = { record: CatalogueRecord; page: number | null };

export function DocumentArea({ record, page }: DocumentAreaProps) {
  const list = usePages(record.id);
  const pages = list?.pages;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const last = Math.max(0, (pages?.length ?? 1) - 1);
  const index = Math.min(last, Math.max(0, (page ?? 1) - 1));
  const current = pages?.[index]?.id ?? null;
  const selection: Selection = { ids: chosen, current };

  const turn = (to: number) => {
    setChosen(new Set());
    goTo({ screen: 'record', id: record.id, page: to + 1 }, { replace: true });
  };
  const select = (next: Selection) => {
    setChosen(next.ids);
    const to = pages?.findIndex((each) => each.id === next.current) ?? -1;
    if (to >= 0 && to !== index) {
      goTo({ screen: 'record', id: record.id, page: to + 1 }, { replace: true });
    }
  };
  const chosenPages = (pages ?? []).filter((each) => chosen.has(each.id));
  return (
    <>
      <main className={styles['middle']}>
        <BinnedBanner record={record} />
        <Viewer
          document={record}
          pages={pages}
          index={index}
          selection={selection}
          onTurn={turn}
          onSelect={select}
          head={
            <DocumentHead
              record={record}
              chosenPages={chosenPages.length}
              onDocument={() => setChosen(new Set())}
            />
          }
        />
      </main>
      <Right records={chosenPages.length > 0 ? chosenPages : [record]} />
    </>
  );
}
