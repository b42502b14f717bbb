/** Watches the progress of a rebuild from the first moment on, as a screen shows it. */
export type Progress = { readonly steps: number; readonly longestStandstillMs: number };

type State = { readonly catalogue: { readonly state: string; readonly done?: number } };

const LOOK_MS = 20;

let last = '';
let steps = 0;
let movedAt = performance.now();
let longest = 0;
const looking = setInterval(() => {
  const { probe } = globalThis as unknown as { probe?: { state(): State } };
  const catalogue = probe?.state().catalogue;
  if (catalogue === undefined) return;
  const now = `${catalogue.state} ${catalogue.done ?? ''}`;
  if (now === last) return;
  if (last.startsWith('rebuilding')) longest = Math.max(longest, performance.now() - movedAt);
  if (catalogue.state === 'rebuilding') steps++;
  last = now;
  movedAt = performance.now();
  if (catalogue.state === 'ready') clearInterval(looking);
}, LOOK_MS);

Object.assign(globalThis, { rebuildProgress: (): Progress => ({ steps, longestStandstillMs: longest }) });
