/** Reports of imports, from the host, followed while they change. */
import { useEffect, useState } from 'react';
import type { FileOutcome, ImportReport } from '../../../shared/rpc/contract-import.ts';
import { useDesk } from '../../ui/desk.ts';

/** All imports, newest first; undefined while loading. */
export function useImports(): readonly ImportReport[] | undefined {
  const { host, reportError } = useDesk();
  const [reports, setReports] = useState<readonly ImportReport[]>();
  useEffect(() => {
    let isHere = true;
    void host.call('import.list', {}).then((answer) => {
      if (!isHere) return;
      // What an event told meanwhile is newer.
      if (answer.ok) setReports((told = []) => [...told, ...without(answer.value.imports, told)]);
      else reportError({ code: answer.code, details: answer.details });
    });
    const stop = host.on('import.changed', (report) => {
      setReports((before = []) => [report, ...without(before, [report])]);
    });
    return () => {
      isHere = false;
      stop();
    };
  }, [host, reportError]);
  return reports === undefined ? undefined : [...reports].sort((a, b) => b.begun.localeCompare(a.begun));
}

function without(all: readonly ImportReport[], others: readonly ImportReport[]): ImportReport[] {
  const ids = new Set(others.map((each) => each.import));
  return all.filter((each) => !ids.has(each.import));
}

const PER_CALL = 5000;
/** A running import tells of each file; asking that often for all files would cost more than the import. */
const ASK_EVERY_MS = 500;

export type ReportWithFiles = { readonly report: ImportReport; readonly files: readonly FileOutcome[] };

/** One import with all its files; undefined while loading, null when there is none. */
export function useImportReport(id: string): ReportWithFiles | null | undefined {
  const { host } = useDesk();
  const [found, setFound] = useState<{ id: string; value: ReportWithFiles | null }>();
  useEffect(() => {
    let isHere = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;
    let again = false;

    const ask = async (): Promise<void> => {
      asking = true;
      const files: FileOutcome[] = [];
      for (;;) {
        const after = files.at(-1)?.no ?? -1;
        const answer = await host.call('import.report', { import: id, after, limit: PER_CALL });
        if (!isHere) return;
        if (!answer.ok) {
          setFound((before) => (before?.id === id ? before : { id, value: null }));
          break;
        }
        files.push(...answer.value.files);
        if (answer.value.files.length < PER_CALL) {
          setFound({ id, value: { report: answer.value.report, files } });
          break;
        }
      }
      asking = false;
      if (again) later();
      again = false;
    };
    const later = (): void => {
      if (asking) again = true;
      else
        timer ??= setTimeout(() => {
          timer = undefined;
          void ask();
        }, ASK_EVERY_MS);
    };
    void ask();
    const stop = host.on('import.changed', (report) => {
      if (report.import === id) later();
    });
    return () => {
      isHere = false;
      clearTimeout(timer);
      stop();
    };
  }, [host, id]);
  return found?.id === id ? found.value : undefined;
}
