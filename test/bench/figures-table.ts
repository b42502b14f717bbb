/**
 * `node test/bench/figures-table.ts FIGURES.json`: the figures of a bench as the table of `docs/figures.md`, so that what
 * stands there is what was measured.
 */
import { readFileSync } from 'node:fs';

type Figure = {
  readonly value: number;
  readonly unit: string;
  readonly target?: number;
  readonly met?: boolean;
};

const UNITS: Readonly<Record<string, string>> = { count: '', ratio: ' ×' };

const file = process.argv[2];
if (file === undefined) {
  console.error('usage: node test/bench/figures-table.ts FIGURES.json');
  process.exit(2);
}
const { figures } = JSON.parse(readFileSync(file, 'utf8')) as { figures: Readonly<Record<string, Figure>> };
const print = (value: number, unit: string): string => `${value}${UNITS[unit] ?? ` ${unit}`}`;
const rows = Object.entries(figures).map(([name, { value, unit, target, met }]) => [
  `\`${name}\``,
  print(value, unit),
  target === undefined ? '' : `≤ ${print(target, unit)}`,
  met === undefined ? '' : met ? 'yes' : '**no**',
]);
const table = [['figure', 'measured', 'target', 'met'], ['---', '---', '---', '---'], ...rows];
console.log(table.map((cells) => `| ${cells.join(' | ')} |`).join('\n'));
