/** Which key does what on the stage. Pure. */
import { isChord } from '../../ui/chords.ts';

/** Letters by their place on the keyboard, so that they work on a Kazakh or Russian one too; the first chord is shown. */
export const STAGE_CHORDS = {
  previous: ['PageUp', 'ArrowLeft', 'ArrowUp'],
  next: ['PageDown', 'ArrowRight', 'ArrowDown'],
  first: ['Home'],
  last: ['End'],
  zoomOut: ['-'],
  zoomIn: ['+', '='],
  fit: ['Digit0'],
  fitWidth: ['KeyW'],
  actualSize: ['Digit1'],
  rotateLeft: ['Shift+KeyR'],
  rotateRight: ['KeyR'],
  panUp: ['Shift+ArrowUp'],
  panDown: ['Shift+ArrowDown'],
  panLeft: ['Shift+ArrowLeft'],
  panRight: ['Shift+ArrowRight'],
  double: ['KeyD'],
  coverAlone: ['Shift+KeyD'],
  brighter: ['KeyB'],
  darker: ['Shift+KeyB'],
  harder: ['KeyC'],
  softer: ['Shift+KeyC'],
  negative: ['KeyN'],
  grey: ['KeyG'],
  asScanned: ['KeyX'],
  fullScreen: ['KeyF'],
  drawRegion: ['KeyA'],
  nextRegion: ['KeyS'],
  previousRegion: ['Shift+KeyS'],
  selectText: ['KeyT'],
  toText: ['KeyL'],
} as const;

export type StageCommand = keyof typeof STAGE_CHORDS;
type Keys = Parameters<typeof isChord>[0];

const COMMANDS = Object.entries(STAGE_CHORDS) as [StageCommand, readonly string[]][];
/** By what is typed: the number pad's digits are keys of their own, and a plus joins the parts of a chord. */
const BY_TYPED: Readonly<Record<string, StageCommand>> = { '0': 'fit', '1': 'actualSize', '+': 'zoomIn' };
/** Where a Kazakh keyboard has letters on the keys of minus and plus, and these signs nowhere. */
const BY_PLACE: Readonly<Record<string, StageCommand>> = { Minus: 'zoomOut', Equal: 'zoomIn' };

export function stageKey(event: Keys): StageCommand | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const found = COMMANDS.find(([, chords]) => chords.some((chord) => isChord(event, chord)));
  return found?.[0] ?? BY_TYPED[event.key] ?? BY_PLACE[event.code] ?? null;
}
