/** What the windows of one profile tell each other about the copy that they share. */
import { z } from 'zod';
import type { RecordId } from '../../shared/sync/op.ts';

const messageSchema = z.discriminatedUnion('kind', [
  /** Another copy is the complete one now. */
  z.strictObject({ kind: z.literal('switched') }),
  /** The rows stand at the journal's number `n`. */
  z.strictObject({ kind: z.literal('applied'), n: z.int() }),
]);
type CopyMessage = z.infer<typeof messageSchema>;

export type CopyChannel = {
  post(message: CopyMessage): void;
  onMessage(listener: (message: CopyMessage) => void): () => void;
  close(): void;
};

/** The channel of one archive's windows; a message never comes back to its sender. */
export function openCopyChannel(archive: RecordId): CopyChannel {
  const channel = new BroadcastChannel(`qoima-${archive}`);
  return {
    post: (message) => channel.postMessage(message),
    onMessage(listener) {
      const receive = (event: MessageEvent<unknown>): void => {
        const message = messageSchema.safeParse(event.data);
        if (message.success) listener(message.data);
      };
      channel.addEventListener('message', receive);
      return () => channel.removeEventListener('message', receive);
    },
    close: () => channel.close(),
  };
}
