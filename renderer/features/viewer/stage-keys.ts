/** Which key does what on the stage. Pure. */

export type StageCommand =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'zoomIn'
  | 'zoomOut'
  | 'fit'
  | 'rotateRight'
  | 'rotateLeft'
  | 'panUp'
  | 'panDown'
  | 'panLeft'
  | 'panRight';

const COMMANDS: Readonly<Record<string, StageCommand>> = {
  PageDown: 'next',
  ArrowRight: 'next',
  ArrowDown: 'next',
  PageUp: 'previous',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'fit',
  'Shift+ArrowUp': 'panUp',
  'Shift+ArrowDown': 'panDown',
  'Shift+ArrowLeft': 'panLeft',
  'Shift+ArrowRight': 'panRight',
};

type Keys = {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
};

/** By the key's place for R, so that it works on a Kazakh or Russian keyboard too. */
export function stageKey(event: Keys): StageCommand | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.code === 'KeyR') return event.shiftKey ? 'rotateLeft' : 'rotateRight';
  const isShiftedArrow = event.shiftKey && event.key.startsWith('Arrow');
  return COMMANDS[isShiftedArrow ? `Shift+${event.key}` : event.key] ?? null;
}
