/** The server's answer to a bundle, to be carried back: what it has, and what the station has not read yet. */
import { TroubleError, type Result } from '../../shared/result.ts';
import type { BundleLine, LineOf } from '../../shared/sync/bundle/bundle-lines.ts';
import type { HelloAnswer, HelloAsk, PullAsk, PullPage } from '../../shared/sync/wire/messages.ts';
import type { ServerFiles } from '../files/open-server-files.ts';

/** So many files are asked about at once. */
const FILES_AT_ONCE = 1000;

export type ReceiptDeps = {
  readonly archive: string;
  readonly hello: (ask: HelloAsk) => Promise<Result<HelloAnswer, string>>;
  readonly pull: (ask: PullAsk) => Promise<Result<PullPage, string>>;
  readonly files: Pick<ServerFiles, 'stateOf'>;
};

/**
 * The lines of a receipt for the station that spoke so. `named`: the files that it asks about, by their sha256.
 *
 * @throws TroubleError with the code of what the archive refused
 */
export async function* receiptLines(
  deps: ReceiptDeps,
  station: LineOf<'station'>,
  named: readonly string[],
): AsyncGenerator<BundleLine> {
  const hello = valueOf(await deps.hello(station.hello));
  yield { t: 'hello', hello };
  let from = hello.common;
  for (;;) {
    const ask = { cursor: from, limit: hello.limits.pullEntries, mine: [] };
    const page = valueOf(await deps.pull(ask));
    if (page.entries.length > 0) yield { t: 'page', from, page };
    if (!page.more) break;
    from = page.cursor;
  }
  for (let i = 0; i < named.length; i += FILES_AT_ONCE) {
    const { generation, verified, durable } = await deps.files.stateOf(
      deps.archive,
      named.slice(i, i + FILES_AT_ONCE),
    );
    yield { t: 'files', generation, verified, durable };
  }
}

function valueOf<T>(answer: Result<T, string>): T {
  if (!answer.ok) throw new TroubleError(answer.code, answer.details);
  return answer.value;
}
