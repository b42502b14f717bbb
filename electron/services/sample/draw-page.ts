/** One page that looks scanned: tinted paper, folds and stains, ink of uneven strength, a slight turn, grain. */
import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { layOut, type PlacedText, type Sheet } from './lay-out.ts';
import { drawLetter, faceFor, widthOf, type Face } from './letters.ts';
import { createRandom, type Random } from './random.ts';
import type { Look } from './sample-plan.ts';

export const PAGE_WIDTH = 1060;
export const PAGE_HEIGHT = 1500;

export type DrawnPage = {
  readonly jpeg: Uint8Array;
  /** The lines as they stand on the straight sheet. */
  readonly lines: readonly PlacedText[];
  /** How far the sheet lies askew, in radians, about its middle. */
  readonly turn: number;
};

type LookOfPage = { readonly size: number; readonly ink: string; readonly papers: readonly string[] };
const LOOKS: Readonly<Record<Look, LookOfPage>> = {
  typed: { size: 31, ink: '38,34,40', papers: ['#e9dfc4', '#e3d6b4', '#ece4d0'] },
  printed: { size: 34, ink: '30,27,24', papers: ['#e6dcc3', '#ddd0ae'] },
  written: { size: 37, ink: '32,40,92', papers: ['#eee6d2', '#e7ddc6', '#e2dcc8'] },
};
const JPEG_QUALITY = 74;

/** Draws a page; `seed` decides on stains and the turn. */
export function drawPage(
  paragraphs: readonly string[],
  options: { look: Look; stamp: boolean; seed: string; face?: Face },
): DrawnPage {
  const random = createRandom(options.seed);
  const { size, ink, papers } = LOOKS[options.look];
  const face = options.face ?? faceFor(options.look);
  const canvas = createCanvas(PAGE_WIDTH, PAGE_HEIGHT);
  const context = canvas.getContext('2d');
  drawPaper(context, random, random.pick(papers));

  const turn = random.between(-0.011, 0.011);
  context.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2);
  context.rotate(turn);
  context.translate(-PAGE_WIDTH / 2, -PAGE_HEIGHT / 2);
  context.font = `${face.style}${size}px "${face.family}"`;
  const sheet: Sheet = {
    width: PAGE_WIDTH,
    left: 110,
    right: 70,
    top: 150,
    line: size * 1.62,
    indent: size * 1.8,
  };
  const lines = layOut(paragraphs, sheet, (text) => widthOf(context, face, text));
  if (options.look === 'written') drawRules(context, sheet);
  for (const line of lines) drawLine(context, face, line, { size, ink, random, look: options.look });
  if (options.stamp) drawStamp(context, random);
  context.resetTransform();
  addGrain(canvas, context, random);
  return { jpeg: canvas.toBuffer('image/jpeg', JPEG_QUALITY), lines, turn };
}

function drawPaper(context: SKRSContext2D, random: Random, paper: string): void {
  context.fillStyle = paper;
  context.fillRect(0, 0, PAGE_WIDTH, PAGE_HEIGHT);
  for (let spot = 0; spot < 14; spot++) {
    const [x, y] = [random.between(0, PAGE_WIDTH), random.between(0, PAGE_HEIGHT)];
    const radius = random.between(30, 380);
    const shade = context.createRadialGradient(x, y, radius * 0.2, x, y, radius);
    shade.addColorStop(0, `rgba(120,84,30,${random.between(0.02, 0.09).toFixed(3)})`);
    shade.addColorStop(1, 'rgba(120,84,30,0)');
    context.fillStyle = shade;
    context.fillRect(0, 0, PAGE_WIDTH, PAGE_HEIGHT);
  }
  const edge = context.createLinearGradient(0, 0, PAGE_WIDTH, 0);
  edge.addColorStop(0, 'rgba(60,40,15,0.38)');
  edge.addColorStop(0.05, 'rgba(60,40,15,0.05)');
  edge.addColorStop(0.96, 'rgba(60,40,15,0.02)');
  edge.addColorStop(1, 'rgba(60,40,15,0.22)');
  context.fillStyle = edge;
  context.fillRect(0, 0, PAGE_WIDTH, PAGE_HEIGHT);
  // The fold across the middle, as letters had it.
  const fold = PAGE_HEIGHT / 2 + random.between(-40, 40);
  context.fillStyle = 'rgba(90,62,24,0.13)';
  context.fillRect(0, fold, PAGE_WIDTH, 2);
  context.fillStyle = 'rgba(255,250,235,0.22)';
  context.fillRect(0, fold + 2, PAGE_WIDTH, 3);
  // Two holes of the binding.
  context.fillStyle = 'rgba(46,34,20,0.75)';
  for (const y of [0.36, 0.64]) {
    context.beginPath();
    context.arc(42, PAGE_HEIGHT * y, 8, 0, Math.PI * 2);
    context.fill();
  }
}

function drawRules(context: SKRSContext2D, sheet: Sheet): void {
  context.fillStyle = 'rgba(60,90,140,0.16)';
  for (let y = sheet.top + 8; y < PAGE_HEIGHT - 60; y += sheet.line) {
    context.fillRect(60, y, PAGE_WIDTH - 110, 1.5);
  }
}

type Pen = { readonly size: number; readonly ink: string; readonly random: Random; readonly look: Look };

/** Letter by letter, as each was struck: a little off the line, now stronger, now weaker. */
function drawLine(context: SKRSContext2D, face: Face, line: PlacedText, pen: Pen): void {
  const { random, size } = pen;
  const jitter = pen.look === 'printed' ? 0.25 : 1;
  for (let at = 0; at < line.text.length; at++) {
    const letter = line.text.charAt(at);
    if (letter === ' ') continue;
    const x = line.x + widthOf(context, face, line.text.slice(0, at));
    context.fillStyle = `rgba(${pen.ink},${random.between(0.62, 0.96).toFixed(2)})`;
    drawLetter(context, face, letter, x, line.y + random.between(-jitter, jitter), size);
  }
}

function drawStamp(context: SKRSContext2D, random: Random): void {
  context.save();
  context.translate(random.between(300, 420), random.between(1180, 1260));
  context.rotate(random.between(-0.4, 0.3));
  context.strokeStyle = 'rgba(72,60,150,0.5)';
  context.fillStyle = 'rgba(72,60,150,0.5)';
  for (const [radius, width] of [
    [104, 5],
    [94, 2],
    [56, 2],
  ] as const) {
    context.lineWidth = width;
    context.beginPath();
    context.arc(0, 0, radius, 0, Math.PI * 2);
    context.stroke();
  }
  const words = Array.from('ТЕРЕКТИСАЙ · ТЕРЕКТИСАЙ · ');
  context.font = `19px "${faceFor('printed').family}"`;
  for (const letter of words) {
    context.rotate((Math.PI * 2) / words.length);
    context.fillText(letter, -6, -68);
  }
  context.beginPath();
  for (let point = 0; point < 10; point++) {
    const radius = point % 2 === 0 ? 40 : 16;
    const angle = (point * Math.PI) / 5;
    context.lineTo(Math.sin(angle) * radius, -Math.cos(angle) * radius);
  }
  context.fill();
  context.restore();
}

function addGrain(canvas: Canvas, context: SKRSContext2D, random: Random): void {
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  const { data } = image;
  let state = Math.floor(random() * 2 ** 31) | 1;
  for (let at = 0; at < data.length; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const grain = (state & 15) - 8;
    data[at] = (data[at] ?? 0) + grain;
    data[at + 1] = (data[at + 1] ?? 0) + grain;
    data[at + 2] = (data[at + 2] ?? 0) + grain;
  }
  context.putImageData(image, 0, 0);
}
