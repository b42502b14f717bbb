/** The sums in the policy against the style sheets that the installed libraries really put into the page. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { PAGE_POLICY, STYLE_SUMS } from './headers.ts';
import { must } from '../../../shared/must.ts';

const require = createRequire(import.meta.url);

function source(file: string): string {
  return readFileSync(require.resolve(file), 'utf8');
}

function sum(styleSheet: string): string {
  return `sha256-${createHash('sha256').update(styleSheet).digest('base64')}`;
}

/** The text that follows `textContent =` as a template, with the one name in it filled in. */
function template(code: string): string {
  const text = must(
    /style\.textContent = `([^`]*)`\s*\.trim\(\)/.exec(code)?.[1],
    'the style sheet is there',
  );
  const attribute = /PRESSABLE_ATTRIBUTE = '([^']+)'/.exec(code)?.[1] ?? '';
  return text.replace(/\$\{[^}]*\}/, attribute).trim();
}

test('the policy names the style sheets of React Aria as they are installed', () => {
  const folder = 'node_modules/react-aria/dist/private';
  const press = readFileSync(`${folder}/interactions/usePress.mjs`, 'utf8');
  const scroll = readFileSync(`${folder}/overlays/usePreventScroll.mjs`, 'utf8');
  expect(STYLE_SUMS).toContain(sum(template(press)));
  expect(STYLE_SUMS).toContain(sum(template(scroll)));
});

test('the policy names the style sheet of OpenSeadragon as it is installed', () => {
  const code = source('openseadragon');
  const literals = must(
    /style\.textContent =((?:\s*'[^']*'\s*\+?)+);/.exec(code)?.[1],
    'the style sheet is there',
  );
  const text = [...literals.matchAll(/'([^']*)'/g)].map((found) => found[1]).join('');
  expect(STYLE_SUMS).toContain(sum(text));
});

test('the policy opens nothing that a page of ours does not need', () => {
  expect(PAGE_POLICY).toMatch(/^default-src 'none'; script-src 'self'; /);
  expect(PAGE_POLICY).not.toMatch(/unsafe|data:|http|\*/);
});
