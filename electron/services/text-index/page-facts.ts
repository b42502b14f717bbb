/** What is known of a page beside its words, packed into one small number: a million of them are looked through in milliseconds. Pure. */
import type { Access } from '../../../shared/model/access.ts';
import type { PageClass, PageNoise } from '../../../shared/misreading/page-class.ts';
import type { TextKind } from '../../../shared/text/analyse.ts';

/** Who may see it, as a person set it; null: as what is above it says. */
export type OwnAccess = Access | null;

export type PageFacts = {
  readonly hasText: boolean;
  readonly kind: TextKind;
  readonly access: OwnAccess;
  readonly class: Pick<PageClass, 'language' | 'script' | 'lost' | 'noise'>;
};

export const PAGE_LANGUAGES = [null, 'kaz', 'rus', 'eng'] as const;
const SCRIPTS = [null, 'Cyrl', 'Latn', 'Arab'] as const;
const NOISES: readonly PageNoise[] = ['clean', 'some', 'heavy'];
export const ACCESSES = [null, 'open', 'staff', 'closed'] as const;

/** The lowest bit is set for every page that there is. */
const THERE = 1;
const HAS_TEXT = 1 << 1;
const READ = 1 << 2;
const LOST = 1 << 3;
const NOISE_AT = 4;
const LANGUAGE_AT = 6;
const SCRIPT_AT = 8;
const ACCESS_AT = 10;
const TWO_BITS = 3;

export function packFacts(facts: PageFacts): number {
  const { language, script, lost, noise } = facts.class;
  return (
    THERE |
    (facts.hasText ? HAS_TEXT : 0) |
    (facts.kind === 'read' ? READ : 0) |
    (lost ? LOST : 0) |
    (NOISES.indexOf(noise) << NOISE_AT) |
    (PAGE_LANGUAGES.indexOf(language) << LANGUAGE_AT) |
    (SCRIPTS.indexOf(script) << SCRIPT_AT) |
    (ACCESSES.indexOf(facts.access) << ACCESS_AT)
  );
}

export function readFacts(packed: number): PageFacts {
  return {
    hasText: hasText(packed),
    kind: (packed & READ) === 0 ? 'typed' : 'read',
    access: ACCESSES[accessCode(packed)] ?? null,
    class: {
      language: PAGE_LANGUAGES[languageCode(packed)] ?? null,
      script: SCRIPTS[(packed >> SCRIPT_AT) & TWO_BITS] ?? null,
      lost: isLost(packed),
      noise: NOISES[(packed >> NOISE_AT) & TWO_BITS] ?? 'clean',
    },
  };
}

export const hasText = (packed: number): boolean => (packed & HAS_TEXT) !== 0;
export const isLost = (packed: number): boolean => (packed & LOST) !== 0;
/** Its place in `PAGE_LANGUAGES`. */
export const languageCode = (packed: number): number => (packed >> LANGUAGE_AT) & TWO_BITS;
/** Its place in `ACCESSES`. */
export const accessCode = (packed: number): number => (packed >> ACCESS_AT) & TWO_BITS;

/** Whether words of this page may be others than they look: a text of a person's hand is what it is. */
export function isGated({ kind, class: { lost, noise } }: PageFacts): boolean {
  return lost || (kind === 'read' && noise !== 'clean');
}
