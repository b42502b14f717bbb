/**
 * Gives the words of a corrected line their places. A word that was left as it was keeps its own; what a person changed
 * between two of those shares the room that the machine's words had there, by the number of letters. Pure.
 */
import { turnOfLine, type Turn } from './direction.ts';
import { around, WORD_CHARACTERS, type Place, type TextLine, type Word } from './page-text.ts';

/** From this word of the machine to that one stand these words of the person. */
type Stretch = { readonly old: readonly Word[]; readonly words: readonly string[] };

/** Beyond it lines are not compared word for word: they share the room of the whole line. */
const MOST_PAIRS = 250_000;

/** The line with a person's words; none when the text is empty. A person is sure, so no word is doubted. */
export function withWords(line: TextLine, text: string): TextLine {
  const words = text.split(/\s+/u).filter(Boolean);
  const turn = turnOfLine(line) ?? 0;
  return {
    place: line.place,
    words: stretchesOf(line.words, words).flatMap((stretch) => placed(stretch, line.place, turn)),
  };
}

/** The stretches between words that are the same; every new word is in one that has room. */
function stretchesOf(old: readonly Word[], words: readonly string[]): Stretch[] {
  const stretches: { old: Word[]; words: string[] }[] = [];
  let [i, j] = [0, 0];
  const add = (toOld: number, toWords: number) => {
    const stretch = { old: old.slice(i, toOld), words: words.slice(j, toWords) };
    [i, j] = [toOld, toWords];
    if (stretch.words.length === 0) return;
    const last = stretches.at(-1);
    // Words put in where the machine saw none squeeze in beside the word before them.
    if (stretch.old.length === 0 && last !== undefined) last.words.push(...stretch.words);
    else stretches.push(stretch);
  };
  for (const [o, w] of samePairs(old, words)) {
    add(o, w);
    add(o + 1, w + 1);
  }
  add(old.length, words.length);
  const [first, second] = stretches;
  if (first?.old.length === 0 && second !== undefined) {
    stretches.splice(0, 2, { old: second.old, words: [...first.words, ...second.words] });
  }
  return stretches;
}

/** The longest run of words that are in both, in order (longest common subsequence). */
function samePairs(old: readonly Word[], words: readonly string[]): [number, number][] {
  if (old.length * words.length > MOST_PAIRS) return [];
  /** `left[o][w]`: how many can still be found from these two on. */
  const left = old.map(() => new Uint16Array(words.length + 1));
  const at = (o: number, w: number): number => left[o]?.[w] ?? 0;
  const isSame = (o: number, w: number): boolean => old[o]?.text === words[w];
  for (let o = old.length - 1; o >= 0; o -= 1) {
    for (let w = words.length - 1; w >= 0; w -= 1) {
      const most = isSame(o, w) ? at(o + 1, w + 1) + 1 : Math.max(at(o + 1, w), at(o, w + 1));
      left[o]?.fill(most, w, w + 1);
    }
  }
  const pairs: [number, number][] = [];
  for (let o = 0, w = 0; o < old.length && w < words.length;) {
    if (isSame(o, w)) pairs.push([o++, w++]);
    else if (at(o + 1, w) >= at(o, w + 1)) o += 1;
    else w += 1;
  }
  return pairs;
}

function placed({ old, words }: Stretch, line: Place, turn: Turn): Word[] {
  if (old.length === words.length) {
    return words.map((text, i) => word(text, old[i]?.place ?? line));
  }
  const room = around(old.map(({ place }) => place)) ?? line;
  const letters = words.reduce((sum, text) => sum + text.length, 0) + words.length - 1;
  let before = 0;
  return words.map((text) => {
    const place = part(room, before / letters, text.length / letters, turn);
    before += text.length + 1;
    return word(text, place);
  });
}

/** The part of a room along the line, in the direction in which it is read. */
function part(room: Place, from: number, length: number, turn: Turn): Place {
  const start = turn === 0 || turn === 90 ? from : Math.max(0, 1 - from - length);
  return turn === 0 || turn === 180
    ? { x: room.x + room.w * start, y: room.y, w: room.w * length, h: room.h }
    : { x: room.x, y: room.y + room.h * start, w: room.w, h: room.h * length };
}

function word(text: string, place: Place): Word {
  return { text: text.slice(0, WORD_CHARACTERS), place, sure: null };
}
