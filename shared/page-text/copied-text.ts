/** Text as it goes to the clipboard: line by line with hyphens as printed, or flowing, with cut words joined. Pure. */
import { wholeWords } from './hyphens.ts';
import { plainText, type PageText } from './page-text.ts';

/** An empty line stands between blocks either way. */
export function copiedText(page: PageText, isJoined: boolean): string {
  const blocks = page.blocks.map((block) => ({
    ...block,
    lines: block.lines.filter(({ words }) => words.length > 0),
  }));
  const spoken = { ...page, blocks: blocks.filter(({ lines }) => lines.length > 0) };
  if (!isJoined) return plainText(spoken);
  return spoken.blocks
    .map((block) =>
      wholeWords({ ...page, blocks: [block] })
        .map(({ text }) => text)
        .join(' '),
    )
    .join('\n\n');
}
