/**
 * What letters are taken for by an engine that nobody knows yet: first the letters that Kazakh has and Russian lacks, which a Russian-only
 * engine must read as something that it has; then letters that look alike. Costs are shares of an edit. Pure data.
 */

/** A Kazakh letter and what a Russian-only engine makes of it, by its look. `''`: nothing; і is lost beside other strokes. */
// prettier-ignore
export const LOST_LETTERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  қ: { к: 0.12, ц: 0.12, х: 0.4, д: 0.5, н: 0.5 },
  ң: { н: 0.12, ц: 0.12, д: 0.5, п: 0.4, и: 0.4 },
  ғ: { г: 0.12, в: 0.15, т: 0.4, е: 0.5, ф: 0.5 },
  ә: { э: 0.12, а: 0.12, е: 0.25, о: 0.3, з: 0.4 },
  ө: { е: 0.12, о: 0.12, б: 0.3, в: 0.3, э: 0.3, с: 0.4, а: 0.4 },
  ұ: { у: 0.12, ү: 0.12, ч: 0.4 },
  ү: { у: 0.12, ұ: 0.12, ч: 0.4, г: 0.5, т: 0.5 },
  һ: { х: 0.2, й: 0.2, п: 0.2, н: 0.2, ь: 0.3, б: 0.3, к: 0.3 },
  і: { и: 0.15, ї: 0.12, т: 0.35, ь: 0.25, г: 0.4, й: 0.4, л: 0.4, '': 0.35 },
};

/** Two letters whose strokes together look like one: a bow and an і like а, a roof and an і like п, two bars like ю, н or м. */
// prettier-ignore
export const MERGED_LETTERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  сі: { а: 0.3 }, еі: { а: 0.45 }, гі: { п: 0.3, н: 0.35, й: 0.4 }, ғі: { п: 0.35, н: 0.4 }, ті: { п: 0.4, н: 0.45, й: 0.45 },
  кі: { ю: 0.3 }, оі: { ю: 0.45, а: 0.45 }, лі: { м: 0.4 }, іл: { м: 0.4 }, рі: { н: 0.5 }, ір: { ф: 0.4 }, бі: { ы: 0.45 },
  зі: { ы: 0.5 }, іс: { к: 0.45 }, іт: { гг: 0.4 }, із: { в: 0.45 }, іп: { т: 0.4 },
};

/** Letters that look alike in print or on a typewriter: whichever one was printed, any other may be read. */
export const LOOK_ALIKES = [
  'нпликцшщйқңи',
  'еоөсәэ',
  'аәэо',
  'бвь',
  'гтрғ',
  'уүұцч',
  'хжһк',
  'дл',
  'ыь',
  'зэ',
  'мш',
  'юо',
  'яа',
  'фғ',
] as const;
export const LOOK_ALIKE_COST = 0.6;
