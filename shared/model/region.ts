/** Regions as whole W3C Web Annotations, and what the screens read of them. */
import type { Json } from '../json.ts';
import { languageSchema, type Language } from './record-types.ts';
import { labelOf, regionBodyOf, regionTargetOf, tagsOf, type Values } from './record-values.ts';
import { readBox, type Box } from './region-parts.ts';

/** Where a region is; null when its place cannot be read. */
export function boxOf(values: Values): Box | null {
  const target = regionTargetOf(values);
  return target === null ? null : readBox(target.selector.value);
}

/** What a person wrote about a region; empty when nothing. */
export function regionTextOf(values: Values): string {
  return regionBodyOf(values)?.value ?? '';
}

type RegionRecord = { readonly id: string; readonly values: Values };

/**
 * A region as a Web Annotation, JSON-LD as https://www.w3.org/TR/annotation-model/ has it; null when its place cannot be
 * read. `tagValues` answers the values of a tag's record: tags are bodies with the purpose `tagging`.
 */
export function toWebAnnotation(
  region: RegionRecord,
  tagValues: (tag: string) => Values | null,
  language: Language = languageSchema.enum.kk,
): Json {
  const target = regionTargetOf(region.values);
  if (target === null) return null;
  const body = regionBodyOf(region.values);
  const tags = tagsOf(region.values).flatMap((tag) => {
    const value = labelOf(tagValues(tag) ?? {}, language);
    return value === null ? [] : [{ type: 'TextualBody', value, purpose: 'tagging', id: `urn:uuid:${tag}` }];
  });
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: `urn:uuid:${region.id}`,
    type: 'Annotation',
    body: [...(body === null || body.value === '' ? [] : [body]), ...tags],
    target,
  };
}
