/** Hours of the clock on the wall at which a plan wants something. Pure; of the machine's own time zone. */

/** `weekday`: 0 is Sunday. `day`: of the month, the last one in months that are shorter. */
export type Slot = { readonly hour: number; readonly weekday?: number; readonly day?: number };

/** The last such moment that has come by now, in milliseconds since 1970. */
export function lastSlot(slot: Slot, now: number): number {
  const found = hourOf(now, slot.hour);
  const step = (): void => void found.setDate(found.getDate() - 1);
  if (found.getTime() > now) step();
  while (!fits(found, slot)) step();
  return found.getTime();
}

/** The next such moment after now. */
export function nextSlot(slot: Slot, now: number): number {
  const found = hourOf(now, slot.hour);
  const step = (): void => void found.setDate(found.getDate() + 1);
  if (found.getTime() <= now) step();
  while (!fits(found, slot)) step();
  return found.getTime();
}

function fits(date: Date, { weekday, day }: Slot): boolean {
  if (weekday !== undefined && date.getDay() !== weekday) return false;
  if (day === undefined) return true;
  const last = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate();
  return date.getDate() === Math.min(day, last);
}

function hourOf(now: number, hour: number): Date {
  const day = new Date(now);
  day.setHours(hour, 0, 0, 0);
  return day;
}
