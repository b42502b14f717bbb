/** A section of a page with its heading, and the small parts that all sections are made of. */
import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icons.tsx';
import { goTo } from './route.ts';
import styles from './section.module.css';

/** The section that is to be shown as soon as it is on the screen. */
let wanted: string | null = null;

/** Goes to a section of the settings: its heading gets the focus. */
export function goToSection(id: string): void {
  wanted = id;
  if (!showWanted(id)) goTo({ screen: 'settings' });
}

function showWanted(id: string): boolean {
  const heading = document.getElementById(headingOf(id));
  if (wanted !== id || heading === null) return false;
  wanted = null;
  heading.scrollIntoView({ block: 'start' });
  heading.focus();
  return true;
}

function headingOf(id: string): string {
  return `section-${id}`;
}

type SectionProps = { id: string; title: string; hint?: string; children: ReactNode };

export function Section({ id, title, hint, children }: SectionProps) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    showWanted(id);
  }, [id]);
  return (
    <section className={styles['section']} aria-labelledby={headingOf(id)}>
      <h2 id={headingOf(id)} ref={ref} tabIndex={-1} className={styles['title']}>
        {title}
      </h2>
      <div className={styles['body']}>
        {hint !== undefined && <Hint>{hint}</Hint>}
        {children}
      </div>
    </section>
  );
}

/** Words that explain. */
export function Hint({ children }: { children: ReactNode }) {
  return <p className={styles['hint']}>{children}</p>;
}

type ToldProps = { tone: 'good' | 'warn'; children: ReactNode };

/** What is well, or what a person should know. */
export function Told({ tone, children }: ToldProps) {
  return (
    <p className={styles['told']} data-tone={tone}>
      <Icon name={tone === 'good' ? 'check' : 'warning'} />
      <span>{children}</span>
    </p>
  );
}

/** Buttons and the like, side by side. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={styles['row']}>{children}</div>;
}

/** Fields that stand side by side where there is room. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={styles['fields']}>{children}</div>;
}

/** Names and what they are; `null` for a fact that is not known. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode] | null)[] }) {
  return (
    <dl className={styles['facts']}>
      {facts.map((fact) =>
        fact === null ? null : (
          <div key={fact[0]} className={styles['fact']}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
