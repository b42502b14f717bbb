/** The record of checks and repairs as it is printed and saved. Pure. */
import type { AuditEvent } from '../../../shared/rpc/contract-audit.ts';
import type { Report } from '../../ui/report/report.ts';
import { whenOf } from '../../ui/when.ts';

export type Translate = (key: string, values?: Record<string, unknown>) => string;
type Words = { readonly t: Translate; readonly language: string; readonly archive: string };

/** `events`: newest first. */
export function eventReport(events: readonly AuditEvent[], { t, language, archive }: Words): Report {
  const column = (name: string, width: number, paper: number) => ({
    title: t(`fixity.column.${name}`),
    kind: 'text' as const,
    width,
    paper,
  });
  const when = (event: AuditEvent | undefined) => (event === undefined ? '' : whenOf(event.at, language));
  const outcomes = [...new Set(events.map(({ outcome }) => outcome))];
  return {
    title: t('fixity.reportTitle'),
    archive,
    when: `${when(events.at(-1))} – ${when(events[0])}`,
    total: { name: t('fixity.eventsTotal'), count: events.length },
    parts: outcomes.map((outcome) => ({
      name: t(`fixity.outcome.${outcome}`).replace(/:$/u, ''),
      count: events.filter((event) => event.outcome === outcome).length,
    })),
    columns: [
      column('when', 18, 32),
      column('what', 14, 30),
      column('about', 44, 90),
      column('outcome', 44, 80),
      column('by', 28, 45),
    ],
    rows: events.map((event) => [
      when(event),
      t(`fixity.type.${event.type === 'recovery' ? 'recovery' : 'check'}`),
      aboutOf(event, t),
      outcomeOf(event, t),
      t(`fixity.by.${event.agent.by}`, { program: event.agent.program }),
    ]),
    fileName: 'fixity',
  };
}

/** What an event is about, in words. */
export function aboutOf(event: AuditEvent, t: Translate): string {
  if (event.type === 'recovery') return event.name === '' ? event.place : event.name;
  if (event.place === '') return t('fixity.catalogue', { count: event.files });
  return event.label === '' ? event.place : t('fixity.batch', { label: event.label, count: event.files });
}

/** What came of it, with the kinds of damage that it was about. */
export function outcomeOf({ outcome, codes }: AuditEvent, t: Translate): string {
  return [t(`fixity.outcome.${outcome}`), ...codes.map((code) => t(`fixity.damage.${code}`))].join(' ');
}
