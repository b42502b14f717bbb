/**
 * What the shell's preload puts into the page as `qoimaHost`, and all of it: one call and one way to listen. The page
 * never names a channel and never sees Electron's own objects.
 */
export type HostBridge = {
  /** Hands a call to the host and answers its reply envelope. */
  call(method: string, input: unknown): Promise<unknown>;
  /** Listens to every event of the host; the function returned stops it. */
  on(listener: (event: string, value: unknown) => void): () => void;
};

/** The name under which the page finds it. */
export const BRIDGE_NAME = 'qoimaHost';
