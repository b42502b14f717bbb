/** Opens the catalogue and the search for this window and hands them to the screens; follows the line to the host. */
import type { i18n } from 'i18next';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { READER_GRANT, STAFF_GRANT } from '../../shared/model/access.ts';
import type { Language } from '../../shared/model/record-types.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import { CatalogueProvider } from '../db/catalogue-context.tsx';
import { openCatalogue, type Catalogue } from '../db/catalogue.ts';
import { useStore } from '../db/use-live.ts';
import { SearchProvider } from '../search/use-search.tsx';
import { createSearch, type Search } from '../search/search.ts';
import { DeskRoot } from './desk-root.tsx';
import type { HostLine, HostState } from './host.ts';
import { HostBanner } from './host-banner.tsx';
import { RebuildScreen } from './rebuild-screen.tsx';
import { StartTrouble } from './start-trouble.tsx';

export type WorkplaceProps = {
  line: HostLine;
  info: Output<'app.info'>;
  i18n: i18n;
  language: Language;
  onLanguage: (language: Language) => Promise<string | null>;
  /** The language was asked for just now. */
  isFirstStart: boolean;
};

type Tools = { readonly catalogue: Catalogue; readonly search: Search };

export function Workplace(props: WorkplaceProps) {
  const [tools] = useState(() => openTools(props));
  useEffect(() => {
    // The last second of typing is put on the disk before the window goes.
    const onLeave = () => void tools.catalogue.drafts.flush();
    window.addEventListener('pagehide', onLeave);
    return () => {
      window.removeEventListener('pagehide', onLeave);
      tools.search.close();
      void tools.catalogue.close();
    };
  }, [tools]);
  return <Opened {...props} tools={tools} />;
}

function openTools({ line, info }: WorkplaceProps): Tools {
  const catalogue = openCatalogue({ host: line.client, archive: info.archive });
  // A window that cannot write is a terminal for readers.
  const grant = info.capabilities.canWrite ? STAFF_GRANT : READER_GRANT;
  return { catalogue, search: createSearch({ catalogue, grant }) };
}

function Opened({ tools, ...props }: WorkplaceProps & { tools: Tools }) {
  const status = useStore(tools.catalogue.status);
  const copy = useStore(tools.catalogue.copy);
  const hostState = useHostState(props.line);
  if (status.state === 'refused') {
    return <StartTrouble code={status.code} onRetry={() => window.location.reload()} />;
  }
  if (hostState === 'changed' || hostState === 'refused') {
    const code = hostState === 'changed' ? 'HOST_CHANGED' : 'FORBIDDEN';
    return <StartTrouble code={code} onRetry={() => window.location.reload()} />;
  }
  if (copy === null) {
    return status.state === 'trouble' ? (
      <StartTrouble code={status.code} onRetry={() => window.location.reload()} />
    ) : (
      <RebuildScreen status={status} />
    );
  }
  return (
    <CatalogueProvider value={tools.catalogue}>
      <SearchProvider value={tools.search}>
        <DeskRoot {...props} banner={<HostBanner state={hostState} notices={props.info.notices} />} />
      </SearchProvider>
    </CatalogueProvider>
  );
}

function useHostState(line: HostLine): HostState {
  return useSyncExternalStore(
    (listener) => line.onState(listener),
    () => line.state(),
  );
}
