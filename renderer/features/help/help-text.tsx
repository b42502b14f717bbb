/** A help page's Markdown as elements; its links lead to other pages of the help and nowhere else. */
import { useCallback, type ReactNode } from 'react';
import Markdown from 'react-markdown';
import type { Language } from '../../../shared/model/record-types.ts';
import { printRoute } from '../../ui/route.ts';
import { linkedTopic } from './topics.ts';

const ELEMENTS = ['h1', 'h2', 'p', 'ul', 'ol', 'li', 'strong', 'em', 'code', 'a', 'img'];

type HelpTextProps = { text: string; language: Language };

export function HelpText({ text, language }: HelpTextProps) {
  const picture = useCallback(
    (props: PictureProps) => <Picture {...props} language={language} />,
    [language],
  );
  return (
    <Markdown allowedElements={ELEMENTS} components={{ a: PageLink, code: Key, img: picture }}>
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

const PICTURES = import.meta.glob<string>('./pictures/*/*.webp', {
  query: '?url',
  import: 'default',
  eager: true,
});

type PictureProps = { src?: string | undefined; alt?: string | undefined };

/** The screen as it is in this language. */
function Picture({ src, alt, language }: PictureProps & { language: Language }) {
  const url = PICTURES[`./pictures/${language}/${src}`];
  return url === undefined ? alt : <img src={url} alt={alt} loading="lazy" />;
}
