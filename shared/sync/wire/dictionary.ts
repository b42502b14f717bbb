/**
 * What small bodies are deflated with (`content-encoding: deflate`, zlib's preset dictionary, RFC 1950): texts that stand in
 * nearly every edit, and the ids that both sides know from the token. It belongs to the protocol: both sides must have the same,
 * and zlib's own check refuses another one.
 */

/** Ends with what is met most often: near the end it costs least. */
const WORDS = `аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя АӘБВГҒДЕЖЗИКҚЛМНОӨПРСТУҰҮФХЦЧШЫІЭЮЯ протоколы заседаний о работе \
іс-қағаздары хаттамалары туралы облыстық аудандық атқару комитеті \
"inventory","section","heading","volume","document","page","person","tag","fonds" \
\\"dates\\":{\\"number\\":{\\"num\\":},\\"edtf\\":\\"19\\",\\"text\\":\\"\\"},\\"parent\\":\\"\\",\\"order\\":\\"\\",\\"tags/\\":true,\\"note/ru\\",\\"scope/ru\\",\\"title/en\\",\\"title/ru\\" \
"},\\"saw\\":[\\"x\\":[\\"\\",0,1],\\"k\\":\\"new\\",\\"k\\":\\"del\\",\\"p\\":{\\"title/ru\\":[\\"\\"]}`;

/** The dictionary of who is signed in at a station of an archive. */
export function dictionaryOf(archive: string, person: string): string {
  return `${WORDS}{"replica":"","after":1,"items":["{\\"id\\":\\"","{\\"id\\":\\":\\",\\"v\\":1,\\"schema\\":1,\\"a\\":\\"${archive}\\",\\"rec\\":\\"019a-7\\",\\"t\\":\\"unit\\",\\"k\\":\\"set\\",\\"f\\":{\\"title/kk\\":\\"\\"},\\"p\\":{\\"title/kk\\":[\\":1\\"]},\\"h\\":\\"019ab-0000\\",\\"u\\":\\"${person}\\"}"],"signature":"`;
}
