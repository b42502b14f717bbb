/** Line icons of 16 units, drawn by hand so that nothing is fetched; they take the colour of their text. */
const PATHS = {
  fonds: 'M2 6.5 8 3l6 3.5M3.5 6.5V13h9V6.5M6 9h4M6 11h4',
  section: 'M2.5 4h4l1.5 2h5.5v7h-11zM5 9h6',
  inventory: 'M4 2.5h8v11H4zM6 5.5h4M6 8h4M6 10.5h2.5',
  heading: 'M3 4h10M3 8h7M3 12h5',
  unit: 'M2.5 4.5h4l1.5 1.5h5.5v6.5h-11z',
  volume: 'M4 2.5h8v11H5.2A1.2 1.2 0 0 1 4 12.3zM4 12.3a1.2 1.2 0 0 1 1.2-1.2H12',
  document: 'M4 2.5h5.5l2.5 2.5v8.5H4zM9.5 2.5V5H12M6 8h4M6 10.5h4',
  page: 'M4.5 2.5h7v11h-7z',
  archive: 'M2.5 3h11v3h-11zM3.5 6v7h9V6M6.5 9h3',
  tag: 'M2.5 3v4.5l6 6 4.8-4.8-6-5.7zM5.2 5.7h.1',
  bin: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M6.8 7v4M9.2 7v4',
  inbox: 'M2.5 8.5 4 3.5h8l1.5 5V13h-11zM2.5 8.5h3.2l1 1.8h2.6l1-1.8h3.2',
  imports: 'M8 2.5v7M5 6.8l3 3 3-3M2.5 11v2.5h11V11',
  capture:
    'M2.5 5h2.5l1-1.500h4l1 1.500h2.5v8h-11zM8 6.800a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 0 0 0-4.600z',
  settings: 'M3 4.5h10M3 8h10M3 11.5h10M6 3v3M10.5 6.5v3M5 10v3',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM10.2 10.2 13.5 13.5',
  plus: 'M8 3v10M3 8h10',
  undo: 'M6 3 3 6l3 3M3 6h6a3.5 3.5 0 0 1 0 7H6',
  redo: 'M10 3l3 3-3 3M13 6H7a3.5 3.5 0 0 0 0 7h3',
  close: 'M4 4l8 8M12 4l-8 8',
  merge: 'M3.500 2.500v3c0 3 4.500 2 4.500 5v3M12.500 2.500v3c0 3-4.500 2-4.500 5M6 11.500l2 2 2-2',
  exchange: 'M2.500 5.500h10M9.500 2.500l3 3-3 3M13.500 10.500h-10M6.500 7.500l-3 3 3 3',
  edit: 'M3 13l.7-3L10.500 3.200l2.300 2.300L6 12.300zM9 4.700l2.300 2.300',
  move: 'M2.5 4h4l1.5 2h5.5v7h-11zM6 9.5h4M8.5 8l1.5 1.5L8.5 11',
  restore: 'M3 8a5 5 0 1 1 1.5 3.5M3 12V8.5h3.5',
  previous: 'M10 3 5 8l5 5',
  next: 'M6 3l5 5-5 5',
  down: 'M3.5 6 8 10.5 12.5 6',
  up: 'M3.5 10.5 8 6l4.5 4.5',
  zoomIn: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM10.2 10.2 13.5 13.5M7 5v4M5 7h4',
  zoomOut: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM10.2 10.2 13.5 13.5M5 7h4',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  fitWidth: 'M2.5 3v10M13.5 3v10M4.5 8h7M6.5 6l-2 2 2 2M9.5 6l2 2-2 2',
  actualSize: 'M3.5 5.5 5 4.5v7M10.5 5.5 12 4.5v7M8 6.5v.1M8 9.5v.1',
  double: 'M2.5 3.5H8v9H2.5zM8 3.5h5.5v9H8z',
  coverAlone: 'M8 3.5h5.5v9H8zM2.5 3.5h1M5 3.5h1M2.5 12.5h1M5 12.5h1M2.5 5.5v1M2.5 9.5v1',
  light:
    'M8 4.5a3.5 3.5 0 1 0 0 7zM8 4.5a3.5 3.5 0 0 1 0 7M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7',
  region: 'M3 3.5h10v9H3z',
  selectText: 'M5.5 3h5M5.5 13h5M8 3v10M2.500 6v4M13.500 6v4',
  drawRegion: 'M3 5V3h2M8 3h1M12 3h1v2M13 8v1M13 12v1h-2M8 13H7M4 13H3v-2M3 8V7M8 6v4M6 8h4',
  fullScreen:
    'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10M2.5 2.5 6 6M13.5 2.5 10 6M13.5 13.5 10 10M2.5 13.5 6 10',
  rotateLeft: 'M3 7a5 5 0 1 1 1 4.5M3 3v4h4',
  rotateRight: 'M13 7a5 5 0 1 0-1 4.5M13 3v4H9',
  check: 'M3 8.5 6.5 12 13 4.5',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3h.1',
  info: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 7.2v3.6M8 5.1h.1',
  help: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM6.300 6.600a1.700 1.700 0 1 1 2.500 1.500c-.5.300-.8.600-.8 1.200M8 11.300h.1',
  more: 'M4 8h.1M8 8h.1M12 8h.1',
  print: 'M4.5 6V2.5h7V6M4.5 11h-2V6h11v5h-2M4.5 9.500h7v4h-7z',
  save: 'M3 2.5h8l2 2v9H3zM5.5 2.5V6h5V2.5M5.5 13.500v-4h5v4',
  jobs: 'M2.500 4h2M6.500 4h7M2.500 8h2M6.500 8h7M2.500 12h2M6.500 12h7',
  pause: 'M5.500 3.500v9M10.500 3.500v9',
  play: 'M5 3l8 5-8 5z',
  language:
    'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM2.5 8h11M8 2.5c2 1.6 2.6 3.4 2.6 5.5S10 11.900 8 13.500C6 11.900 5.400 10.100 5.400 8S6 4.100 8 2.500z',
} as const;

export type IconName = keyof typeof PATHS;

/** `size` in pixels at the usual size of the type. */
type IconProps = { name: IconName; size?: number };

/** A picture beside words: hidden from screen readers, because the words say it. */
export function Icon({ name, size = 16 }: IconProps) {
  return (
    <svg
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
