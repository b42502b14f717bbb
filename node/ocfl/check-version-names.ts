/** The rules for the names of versions: v1, v2, v3 …, or all padded with zeros to one length. */
import type { Findings } from './findings.ts';

/** Checks names that stand as keys in an inventory's `versions`. */
export function checkVersionNames(names: readonly string[], findings: Findings, where: string): void {
  const sound = names.filter((name) => {
    const isSound = /^v0*[1-9]\d{0,14}$/u.test(name);
    if (!isSound) findings.add('E104', `${where}: ${name}`);
    return isSound;
  });
  if (sound.length === 0) return;
  const numbered = sound
    .map((name) => ({ name, number: Number(name.slice(1)) }))
    .sort((a, b) => a.number - b.number);
  checkPadding(
    numbered.map(({ name }) => name),
    findings,
    where,
  );
  if (numbered[0]?.number !== 1) findings.add('E009', where);
  for (const [i, { name, number }] of numbered.entries()) {
    const before = numbered[i - 1]?.number;
    if (before !== undefined && number !== before + 1) findings.add('E010', `${where}: before ${name}`);
  }
}

/** The first version sets how all are named. */
function checkPadding(names: readonly string[], findings: Findings, where: string): void {
  const first = names[0] ?? '';
  const isPadded = first.startsWith('v0');
  if (isPadded) findings.add('W001', where);
  for (const name of names) {
    if (isPadded && name.length === first.length && name.startsWith('v0')) continue;
    if (!isPadded && !name.startsWith('v0')) continue;
    // v10 after v09: the length is kept, the zero is not.
    if (isPadded && !name.startsWith('v0')) findings.add('E011', `${where}: ${name}`);
    if (name.length !== first.length || !isPadded) findings.add('E012', `${where}: ${name}`);
    findings.add('E013', `${where}: ${name}`);
  }
}
