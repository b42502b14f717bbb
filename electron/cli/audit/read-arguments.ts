/** Reads the arguments of `vault audit` and `vault repair`; null when they are not understood. */
const BUDGET = /^(\d{1,6})(s|m|h)$/u;
const MINUTES = { s: 1 / 60, m: 1, h: 60 } as const;

export type AuditArguments = {
  /** Null: everything. */
  readonly sample: number | null;
  readonly minutes: number | null;
  readonly json: boolean;
};

export function readAuditArguments(args: readonly string[]): AuditArguments | null {
  const asked = { sample: null as number | null, minutes: null as number | null, json: false };
  let isAll = false;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at];
    if (argument === '--json') asked.json = true;
    else if (argument === '--all') isAll = true;
    else if (argument === '--sample') asked.sample = wholeOf(args[++at]);
    else if (argument === '--budget') asked.minutes = minutesOf(args[++at]);
    else return null;
    if (Number.isNaN(asked.sample) || Number.isNaN(asked.minutes)) return null;
  }
  return isAll && asked.sample !== null ? null : asked;
}

export function readRepairArguments(args: readonly string[]): { from: string; json: boolean } | null {
  const rest = args.filter((argument) => argument !== '--json');
  const [option, from] = rest;
  if (rest.length !== 2 || option !== '--from' || from === undefined || from === '') return null;
  return { from, json: rest.length < args.length };
}

function wholeOf(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,6}$/u.test(text) ? Number(text) : Number.NaN;
}

function minutesOf(text: string | undefined): number {
  const [, count = '', unit = 's'] = BUDGET.exec(text ?? '') ?? [];
  return count === '' ? Number.NaN : Number(count) * MINUTES[unit as keyof typeof MINUTES];
}
