/** The names of tags in the language of the window. */
import { useMemo } from 'react';
import { useTags } from '../../db/hooks.ts';
import { useLabels } from '../../ui/use-label.ts';

/** Empty for a tag that is not there. */
export function useTagNames(): (tag: string) => string {
  const labels = useLabels();
  const tags = useTags();
  return useMemo(() => {
    const names = new Map((tags ?? []).map((tag) => [tag.id, labels.title(tag)]));
    return (tag) => names.get(tag) ?? '';
  }, [tags, labels]);
}
