/**
 * A map of the invented district, as large as a scanner of maps makes them. It is drawn strip by strip: every strip draws
 * the whole scene moved up by its own place, so only one strip is in memory.
 */
import { renameSync } from 'node:fs';
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { faceFor } from './letters.ts';
import { createRandom } from './random.ts';
import { writeTiff } from './write-tiff.ts';

export type MapSize = { readonly width: number; readonly height: number };

const ROWS_PER_STRIP = 125;
const DPI = 400;
/** The scene is drawn in units of its own, whatever the size of the picture. */
const SCENE_WIDTH = 1600;
const SCENE_HEIGHT = 1250;

/** Writes the map at `path`, whole or not at all; `progress` gets the rows done. Answers its size in bytes. */
export async function drawMap(
  path: string,
  size: MapSize,
  progress: (rows: number) => void = () => undefined,
): Promise<number> {
  const { width, height } = size;
  const canvas = createCanvas(width, ROWS_PER_STRIP);
  const context = canvas.getContext('2d');
  const scene = planScene();
  const rgb = Buffer.alloc(width * ROWS_PER_STRIP * 3);
  const bytes = await writeTiff(
    `${path}.part`,
    { width, height, rowsPerStrip: ROWS_PER_STRIP, dpi: DPI },
    (top, rows) => {
      context.setTransform(width / SCENE_WIDTH, 0, 0, height / SCENE_HEIGHT, 0, -top);
      drawScene(context, scene);
      const { data } = context.getImageData(0, 0, width, rows);
      progress(top + rows);
      return toRgb(data, rgb, width, rows, top);
    },
  );
  renameSync(`${path}.part`, path);
  return bytes;
}

/** Grain comes in cells, not for each pixel: paper has fibres, and noise cannot be compressed. */
function toRgb(data: Uint8ClampedArray, rgb: Buffer, width: number, rows: number, top: number): Buffer {
  const CELL = 6;
  let to = 0;
  for (let row = 0; row < rows; row++) {
    const y = Math.floor((top + row) / CELL);
    let from = row * width * 4;
    for (let x = 0; x < width; x += CELL) {
      const grain = ((Math.imul(x * 7 + y * 7919, 0x9e3779b1) >>> 28) & 7) - 3;
      const end = Math.min(width, x + CELL);
      for (let pixel = x; pixel < end; pixel++) {
        for (let channel = 0; channel < 3; channel++) {
          const value = (data[from + channel] ?? 0) + grain;
          rgb[to++] = value > 255 ? 255 : value < 0 ? 0 : value;
        }
        from += 4;
      }
    }
  }
  return rgb.subarray(0, to);
}

type Line = readonly (readonly [x: number, y: number])[];
type Scene = {
  readonly contours: readonly Line[];
  readonly river: Line;
  readonly canals: readonly Line[];
  readonly road: Line;
  readonly places: readonly {
    readonly name: string;
    readonly x: number;
    readonly y: number;
    readonly size: number;
  }[];
  readonly fields: readonly {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
    readonly no: number;
  }[];
  readonly family: string;
};

const PLACES = [
  ['ТЕРЕКТІСАЙ', 760, 560, 26],
  ['Қарасуат', 420, 420, 16],
  ['Ақбұлақ', 1090, 380, 16],
  ['Жаңатоғам', 1180, 800, 16],
  ['Күзеттөбе', 300, 850, 12],
  ['Бөріойнақ сайы', 1330, 240, 12],
  ['Шолақ арық', 620, 760, 11],
  ['Ескі диірмен', 905, 640, 10],
] as const;

function planScene(): Scene {
  const random = createRandom('map');
  const along = (base: (t: number) => readonly [number, number]): Line =>
    Array.from({ length: 161 }, (_, i) => base(i / 160));
  const contours = Array.from({ length: 46 }, (_, n) => {
    const [phase, swing] = [random.between(0, 6), random.between(12, 46)];
    return along((t) => [
      60 + t * 1480,
      70 + n * 25 + Math.sin(t * 7 + phase) * swing + Math.sin(t * 19 + n) * 9,
    ]);
  });
  const river = along((t) => [80 + t * 1440, 900 - t * 520 + Math.sin(t * 11) * 66 + Math.sin(t * 31) * 14]);
  const canals = [0.22, 0.4, 0.58, 0.75].map((start, n) => {
    const [x, y] = river[Math.round(start * 160)] ?? [0, 0];
    return along((t) => [x + t * 240, y + (n % 2 === 0 ? -1 : 1) * t * 210 + Math.sin(t * 9) * 10]);
  });
  const road = along((t) => [90 + t * 1400, 260 + t * 620 + Math.sin(t * 5) * 90]);
  const fields = Array.from({ length: 120 }, (_, n) => ({
    x: random.between(120, 1440),
    y: random.between(160, 1080),
    w: random.between(14, 46),
    h: random.between(10, 30),
    no: n + 1,
  }));
  const places = PLACES.map(([name, x, y, size]) => ({ name, x, y, size }));
  return { contours, river, canals, road, places, fields, family: faceFor('printed').family };
}

function drawScene(context: SKRSContext2D, scene: Scene): void {
  context.fillStyle = '#e8dcbc';
  context.fillRect(0, 0, SCENE_WIDTH, SCENE_HEIGHT);
  context.fillStyle = '#efe6cd';
  context.fillRect(50, 60, 1500, 1090);
  context.save();
  context.beginPath();
  context.rect(50, 60, 1500, 1090);
  context.clip();
  stroke(context, scene.contours, 'rgba(150,98,50,0.55)', 0.6);
  for (const { x, y, w, h, no } of scene.fields) {
    context.fillStyle = no % 3 === 0 ? 'rgba(150,170,90,0.35)' : 'rgba(196,176,90,0.3)';
    context.fillRect(x, y, w, h);
    context.strokeStyle = 'rgba(90,80,40,0.6)';
    context.lineWidth = 0.3;
    context.strokeRect(x, y, w, h);
    write(context, scene.family, String(no), x + 2, y + 5, 4);
  }
  stroke(context, [scene.river], 'rgba(58,110,150,0.95)', 6);
  stroke(context, scene.canals, 'rgba(58,110,150,0.85)', 1.6);
  stroke(context, [scene.road], 'rgba(120,60,40,0.9)', 2.2);
  context.restore();
  for (const { name, x, y, size } of scene.places) {
    context.fillStyle = '#5a2a1c';
    for (let house = 0; house < size; house++) {
      context.fillRect(x + ((house * 37) % 60) - 30, y + ((house * 23) % 36), 4, 3);
    }
    write(context, scene.family, name, x - 30, y - 6, size);
  }
  // The grid and the frame.
  context.strokeStyle = 'rgba(40,40,60,0.35)';
  context.lineWidth = 0.4;
  for (let x = 50; x <= 1550; x += 100) context.strokeRect(x, 60, 0, 1090);
  for (let y = 60; y <= 1150; y += 109) context.strokeRect(50, y, 1500, 0);
  context.strokeStyle = '#3a3026';
  context.lineWidth = 2.4;
  context.strokeRect(50, 60, 1500, 1090);
  context.lineWidth = 0.8;
  context.strokeRect(44, 54, 1512, 1102);
  write(context, scene.family, 'ТЕРЕКТІСАЙ АУДАНЫНЫҢ ЖЕР ПАЙДАЛАНУ КАРТАСЫ', 330, 40, 30);
  write(
    context,
    scene.family,
    'Масштаб 1 : 25 000. Түсірген: Н. Есенқұлов, В. Лавренёв. 1936 ж.',
    420,
    1195,
    18,
  );
}

function stroke(context: SKRSContext2D, lines: readonly Line[], colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  for (const line of lines) {
    context.beginPath();
    for (const [x, y] of line) context.lineTo(x, y);
    context.stroke();
  }
}

function write(
  context: SKRSContext2D,
  family: string,
  text: string,
  x: number,
  y: number,
  size: number,
): void {
  context.fillStyle = '#2c241c';
  context.font = `${size}px "${family}"`;
  context.fillText(text, x, y);
}
