/** The middle and right panes for the present route. */
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parentOf } from '../../shared/model/record-values.ts';
import { usePages, useRecord } from '../db/hooks.ts';
import type { CatalogueRecord } from '../db/row-of.ts';
import { BackupSection } from '../features/backup/backup-section.tsx';
import { CaptureButton } from '../features/capture/capture-button.tsx';
import { CapturePage } from '../features/capture/capture-page.tsx';
import { BinPage, PlacePage, UnplacedPage } from '../features/catalogue/pages.tsx';
import { RecordToolbar } from '../features/catalogue/record-toolbar.tsx';
import { TaggedPage } from '../features/catalogue/tagged-page.tsx';
import { useChosen } from '../features/catalogue/use-chosen.ts';
import { FindingPage } from '../features/finding/finding-page.tsx';
import { IndexSection } from '../features/finding/index-section.tsx';
import { selectionOf } from '../features/finding/last-opened.ts';
import { recordsChosen } from '../features/finding/result-rows.ts';
import { FixityPage } from '../features/fixity/fixity-page.tsx';
import { HelpPage } from '../features/help/help-page.tsx';
import { DropZone } from '../features/import/drop-zone.tsx';
import { ImportButtons } from '../features/import/import-buttons.tsx';
import { NOWHERE } from '../features/import/import-context.tsx';
import { ImportsPage } from '../features/import/imports-page.tsx';
import { ReportPage } from '../features/import/report-page.tsx';
import { JobsPage } from '../features/jobs/jobs-page.tsx';
import { ModelsSection } from '../features/reading/models-section.tsx';
import { ReadingButton } from '../features/reading/reading-button.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { StartSettings } from '../features/start/start-settings.tsx';
import { SyncSection } from '../features/sync/sync-section.tsx';
import { SynonymsSection } from '../features/synonyms/synonyms-section.tsx';
import { TemplatesLink } from '../features/templates/templates-link.tsx';
import { TemplatesPage } from '../features/templates/templates-page.tsx';
import { VocabularyPage } from '../features/vocabulary/vocabulary-page.tsx';
import { useDesk } from '../ui/desk.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import type { FindQuery } from '../ui/find-query.ts';
import { goTo, printRoute, type Route } from '../ui/route.ts';
import { NOTHING_SELECTED, type Selection } from '../ui/selection.ts';
import { useLabels } from '../ui/use-label.ts';
import { useHolderLeaves } from './holder-leaves.tsx';
import { DocumentArea } from './document-area.tsx';
import { DiskSection } from './disk-section.tsx';
import styles from './frame.module.css';
import { InboxArea } from './inbox-area.tsx';
import { ReadAgain } from './read-again.tsx';
import { Right } from './right-pane.tsx';
import type { WorkplaceProps } from './workplace.tsx';

type WorkAreaProps = WorkplaceProps & { route: Route };

export function WorkArea({ route, info, language, onLanguage }: WorkAreaProps) {
  if (route.screen === 'settings') {
    return (
      <Whole>
        <SettingsPage
          info={info}
          language={language}
          onLanguage={(next) => void onLanguage(next)}
          archive={
            <>
              <StartSettings archive={info.archive} />
              <TemplatesLink />
            </>
          }
          sync={<SyncSection archive={info.archive} />}
          backup={<BackupSection />}
          disk={<DiskSection />}
          reading={<ModelsSection />}
          search={
            <>
              <IndexSection />
              <SynonymsSection />
            </>
          }
        />
      </Whole>
    );
  }
  if (route.screen === 'vocabulary') {
    return (
      <Whole>
        <VocabularyPage />
      </Whole>
    );
  }
  if (route.screen === 'help') {
    return (
      <Whole>
        <HelpPage language={language} topic={route.topic} />
      </Whole>
    );
  }
  if (route.screen === 'fixity') {
    return (
      <Whole>
        <FixityPage archive={info.archive} />
      </Whole>
    );
  }
  if (route.screen === 'capture') {
    return (
      <Whole>
        <CapturePage unit={route.unit} />
      </Whole>
    );
  }
  if (route.screen === 'inbox') {
    return (
      <Whole>
        <InboxArea route={route} />
      </Whole>
    );
  }
  if (route.screen === 'templates') {
    return (
      <Whole>
        <TemplatesPage />
      </Whole>
    );
  }
  if (route.screen === 'jobs') {
    return (
      <Whole>
        <JobsPage />
      </Whole>
    );
  }
  if (route.screen === 'imports' || route.screen === 'import') {
    return (
      <Whole>
        {route.screen === 'imports' ? (
          <ImportsPage />
        ) : (
          <ReportPage key={route.id} id={route.id} archive={info.archive} />
        )}
        <DropZone into={NOWHERE} parentLabel={null} />
      </Whole>
    );
  }
  if (route.screen === 'record') return <RecordArea key={route.id} {...route} />;
  if (route.screen === 'find') return <FindingArea query={route.query} archive={info.archive} />;
  return <ListArea key={printRoute(route)} route={route} />;
}

function Whole({ children }: { children: ReactNode }) {
  return <main className={styles['whole']}>{children}</main>;
}

type ListRoute = Extract<Route, { screen: 'top' | 'unplaced' | 'bin' | 'tag' }>;

function ListArea({ route }: { route: ListRoute }) {
  const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);
  const page = { selection, onSelect: setSelection };
  return (
    <>
      <main className={styles['middle']}>
        {route.screen === 'top' && (
          <PlacePage
            record={null}
            {...page}
            extraTools={
              <>
                <ImportButtons into={NOWHERE} />
                <ReadingButton />
              </>
            }
          />
        )}
        {route.screen === 'unplaced' && (
          <UnplacedPage
            {...page}
            extraTools={
              <>
                <ImportButtons into={NOWHERE} />
                <ReadingButton />
              </>
            }
          />
        )}
        {route.screen === 'bin' && <BinPage {...page} />}
        {route.screen === 'tag' && <TaggedPage tag={route.id} {...page} />}
        <DropZone into={NOWHERE} parentLabel={null} />
      </main>
      <Right records={useChosen(selection)} />
    </>
  );
}

/** What was found, with the acts of a list; a region is opened and described on its page. */
function FindingArea({ query, archive }: { query: FindQuery; archive: string }) {
  const { capabilities } = useDesk();
  const [selection, setSelection] = useState<Selection>(() => selectionOf(query));
  /** What is to be read again; none: the whole archive. */
  const [misread, setMisread] = useState<readonly string[] | null>(null);
  const chosen = useChosen(useMemo(() => recordsChosen(selection), [selection])).filter(
    (record) => record.t !== 'region',
  );
  return (
    <>
      <main className={styles['middle']}>
        <FindingPage
          query={query}
          selection={selection}
          onSelect={setSelection}
          archive={archive}
          onReadAgain={capabilities.canWrite ? setMisread : null}
          tools={
            <RecordToolbar place={undefined} chosen={chosen} onGone={() => setSelection(NOTHING_SELECTED)} />
          }
        />
        {misread !== null && <ReadAgain ids={misread} onClose={() => setMisread(null)} />}
      </main>
      <Right records={chosen} />
    </>
  );
}

type RecordAreaProps = Omit<Extract<Route, { screen: 'record' }>, 'screen'>;

/** A record's own screen: the viewer for a document, the list of what it holds for the others. */
function RecordArea({ id, page, region, at, found }: RecordAreaProps) {
  const { t } = useTranslation();
  const record = useRecord(id);
  if (record === undefined) return <main className={styles['middle']} aria-busy="true" />;
  if (record === null || record.t === 'tag' || record.t === 'import') {
    return (
      <main className={styles['middle']}>
        <EmptyState icon="info" title={t('record.missing')} hint={t('record.missingHint')} />
      </main>
    );
  }
  if (record.t === 'document') {
    return <DocumentArea record={record} page={page} region={region ?? null} at={at} found={found} />;
  }
  if (record.t === 'page') return <PageArea record={record} />;
  if (record.t === 'region') return <RegionArea record={record} />;
  return <HolderArea record={record} />;
}

function HolderArea({ record }: { record: CatalogueRecord }) {
  const labels = useLabels();
  const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);
  const chosen = useChosen(selection);
  const parent = record.t === 'unit' || record.t === 'volume' ? record : null;
  const into = { place: record.id, parent: parent?.id ?? null };
  const leaves = useHolderLeaves(record);
  const fromList = selection.ids.size > 0 ? chosen : [record];
  return (
    <>
      <main className={styles['middle']}>
        <PlacePage
          record={record}
          selection={selection}
          onSelect={setSelection}
          extraTools={
            <>
              {parent !== null && <CaptureButton unit={parent.id} />}
              <ImportButtons into={into} />
              <ReadingButton />
            </>
          }
          above={leaves.above}
          instead={leaves.instead}
        />
        <DropZone into={into} parentLabel={parent === null ? null : labels.full(parent)} />
      </main>
      <Right
        records={leaves.instead === null ? fromList : leaves.chosen.length > 0 ? leaves.chosen : [record]}
      />
    </>
  );
}

/** A region is shown on its page. */
function RegionArea({ record }: { record: CatalogueRecord }) {
  const page = useRecord(parentOf(record.values));
  if (!page) return <main className={styles['middle']} aria-busy={page === undefined} />;
  return <PageArea record={page} region={record.id} />;
}

/** A page has no screen of its own: its document is shown with that page. */
function PageArea({ record, region = null }: { record: CatalogueRecord; region?: string | null }) {
  const parent = typeof record.values['parent'] === 'string' ? record.values['parent'] : null;
  const document = useRecord(parent);
  const list = usePages(parent);
  const index = list?.pages.findIndex((page) => page.id === record.id) ?? -1;
  const isOwnPlace = document?.t === 'document' && index >= 0;
  useEffect(() => {
    // Before anything is looked at: turning its pages later would lead there, and begin anew.
    if (!isOwnPlace) return;
    const at = { screen: 'record', id: parent ?? '', page: index + 1 } as const;
    goTo(region === null ? at : { ...at, region }, { replace: true });
  }, [isOwnPlace, parent, index, region]);
  if (!document || list === undefined || isOwnPlace) {
    return <main className={styles['middle']} aria-busy="true" />;
  }
  return <DocumentArea record={document} page={Math.max(0, index) + 1} region={region} />;
}
