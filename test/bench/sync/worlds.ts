/** What a part of the bench has running: ended with the part, also when its time was over. */
type Closer = () => Promise<unknown>;

const open = new Set<Closer>();

/** From now on `close` is called when the part ends, once; answers a way to call it before. */
export function endsWithPart(close: Closer): Closer {
  const once = async (): Promise<void> => {
    if (!open.delete(once)) return;
    await close();
  };
  open.add(once);
  return once;
}

/** Ends everything that is still there, the last first. */
export async function endWorlds(): Promise<void> {
  for (const close of [...open].reverse()) await close().catch(() => undefined);
}
