/** A help page's Markdown as elements; its links lead to other pages of the help and nowhere else. */
import type { ReactNode } from 'react';
import Markdown from 'react-markdown';
import { printRoute } from '../../ui/route.ts';
import { linkedTopic } from './topics.ts';

const ELEMENTS = ['h1', 'h2', 'p', 'ul', 'ol', 'li', 'strong', 'em', 'code', 'a', 'img'];

export function HelpText({ text }: { text: string }) {
  return (
    <Markdown allowedElements={ELEMENTS} components={{ a: PageLink, code: Key, img: Picture }}>
      {text}
    </Markdown>
  );
}

function PageLink({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  const topic = linkedTopic(href);
  return topic === null ? children : <a href={printRoute({ screen: 'help', topic })}>{children}</a>;
}

/** Keys are written as code. */
function Key({ children }: { children?: ReactNode }) {
  return <kbd>{children}</kbd>;
}

const PICTURES = import.meta.glob<string>('./pictures/*.webp', {
  query: '?url',
  import: 'default',
  eager: true,
});

function Picture({ src, alt }: { src?: string | undefined; alt?: string | undefined }) {
  const url = PICTURES[`./pictures/${src}`];
  return url === undefined ? alt : <img src={url} alt={alt} loading="lazy" />;
}
