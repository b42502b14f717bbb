/** The look of the status page: one style sheet in the page, known to the policy by its sum. */
import { createHash } from 'node:crypto';

export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2329; --soft: #4a545e; --paper: #fbfaf8; --line: #c9c4bb; --bad: #a01818; --good: #1c6331; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e6e0; --soft: #b6b2aa; --paper: #16191c; --line: #474d53; --bad: #ff9c94; --good: #8fd6a2; }
}
body { margin: 2rem auto; max-width: 76rem; padding: 0 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; margin: 0; flex: 1; } h2 { font-size: 1.2rem; margin: 2.5rem 0 0.5rem; }
header { display: flex; flex-wrap: wrap; gap: 1rem; align-items: baseline; justify-content: space-between; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.5rem 2rem; margin: 0.5rem 0 1rem; }
dt { color: var(--soft); font-size: 0.875rem; } dd { margin: 0; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } caption { text-align: start; color: var(--soft); }
th, td { text-align: start; padding: 0.35rem 1rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
.bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); }
form.sign-in { max-width: 20rem; margin: 3rem auto; display: grid; gap: 0.5rem; }
input, button { font: inherit; padding: 0.5rem 0.75rem; border: 1px solid var(--soft); border-radius: 4px; color: inherit; background: transparent; }
button { cursor: pointer; } :focus-visible { outline: 3px solid var(--good); outline-offset: 2px; }
`;

/** Nothing from anywhere, no script at all, this one style sheet, forms to ourselves. */
export const STATUS_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
