/** Sends one picture to the host, as a leaf of a unit: a new page, or another picture of a page that is there. */
import type { Bound } from '../../../shared/binding/bound.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { FileRefusal } from '../../../shared/rpc/contract-import.ts';
import type { HostClient } from '../../../shared/rpc/host-client.ts';

/** The page that shows the picture now (`isKnown`: it did so before, and nothing was made); or why the file was not taken. */
type Taken = { readonly page: string; readonly isKnown: boolean } | { readonly refused: FileRefusal };

/** From when it is sent; some hundreds of megabytes on an old disk. A host that says nothing for so long has stopped. */
const DEADLINE_MS = 180_000;

/** Resolves when the picture is stored and its page stands in the journal. Errors: the host's, and the file's refusal. */
export async function sendPicture(
  host: HostClient,
  file: File,
  bound: Bound,
): Promise<Result<Taken, string>> {
  const begun = await host.call('import.begin', { source: file.name, parent: null });
  if (!begun.ok) return begun;
  const id = begun.value.import;
  const ended = waitForEnd(host, id);
  try {
    const files = [{ path: file.name, size: file.size, bound }];
    const told = await host.call('import.expect', { import: id, files });
    const put = told.ok ? await host.put(`/import/${id}/${told.value.first}`, file) : told;
    if (!put.ok) {
      await host.call('import.cancel', { import: id });
      return put;
    }
    const finished = await host.call('import.finish', { import: id });
    if (!finished.ok) return finished;
    return (await ended.within(DEADLINE_MS)) ? await outcomeOf(host, id) : fail('DEADLINE');
  } finally {
    ended.stop();
  }
}

/** Watches from now on; `within` resolves to false when the end takes too long from when it is asked. */
function waitForEnd(
  host: HostClient,
  id: string,
): { within: (ms: number) => Promise<boolean>; stop: () => void } {
  let stop: () => void = () => undefined;
  const done = new Promise<true>((resolve) => {
    stop = host.on('import.changed', (report) => {
      if (report.import === id && report.state !== 'open' && report.state !== 'running') resolve(true);
    });
  });
  return {
    async within(ms) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), ms);
      });
      return await Promise.race([done, late]).finally(() => clearTimeout(timer));
    },
    stop: () => stop(),
  };
}

async function outcomeOf(host: HostClient, id: string): Promise<Result<Taken, string>> {
  const told = await host.call('import.report', { import: id, after: -1, limit: 1 });
  if (!told.ok) return told;
  const [file] = told.value.files;
  if (file?.bound?.page !== undefined) return ok({ page: file.bound.page, isKnown: file.state === 'known' });
  return file?.code === undefined ? fail('DEADLINE') : ok({ refused: file.code });
}
