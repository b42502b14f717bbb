/** The thread of one bundle: it writes one or reads one, and ends with it. */
import { serveCalls } from '../../../node/calls/serve.ts';
import { threadPort } from '../../../node/calls/thread.ts';
import { openBundle, type BundleReader } from '../../../node/bundle/read-bundle.ts';
import { openBundleWriter, type BundleWriter } from '../../../node/bundle/write-bundle.ts';
import type { Json } from '../../../shared/json.ts';
import { must } from '../../../shared/must.ts';
import { OF_WHOLE, type BundleThreadCalls, type Moved } from './bundle-calls.ts';

let writer: BundleWriter | null = null;
let reader: BundleReader | null = null;
let giveSignature: (signature: string) => void = () => undefined;
const writing = (): BundleWriter => must(writer, 'a bundle that is being written');
const reading = (): BundleReader => must(reader, 'a bundle that is being read');

const calls: BundleThreadCalls = {
  async beginWriting({ folder, head, key }) {
    const sign = (text: string) =>
      new Promise<string>((resolve) => {
        giveSignature = resolve;
        tell('sign', text);
      });
    writer = await openBundleWriter(folder, head, { key, sign });
    return null;
  },
  async putMessages({ no, lines }) {
    await writing().putMessages(no, lines);
    return null;
  },
  async putFile(file) {
    await writing().putFile(file, moved(file.sha256));
    return null;
  },
  async finish({ about }) {
    await writing().finish(JSON.parse(about) as Json, moved(OF_WHOLE));
    return null;
  },
  signed({ signature }) {
    giveSignature(signature);
    return null;
  },
  async openReading({ folder, archive, keys, signers }) {
    const byId = new Map(Object.entries(keys));
    const opened = await openBundle(folder, archive, (id) => byId.get(id) ?? null);
    reader = opened;
    const signer = Object.entries(signers).find(([, key]) => opened.isSignedBy(key));
    return {
      head: opened.head,
      isWhole: opened.isWhole,
      missing: opened.missing,
      messages: opened.messages,
      files: opened.files,
      signedBy: signer?.[0] ?? null,
    };
  },
  readMessages: (name) => reading().readMessages(name),
  async extractFile({ sha256, to }) {
    await reading().extractFile(sha256, to, moved(sha256));
    return null;
  },
};
const tell = serveCalls(threadPort(), calls);

function moved(of: string): (bytes: number) => void {
  return (bytes) => tell('moved', { of, bytes } satisfies Moved);
}
