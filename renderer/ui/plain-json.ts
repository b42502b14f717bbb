/** A parsed value as a field holds it: without its absent members. */
import type { Json } from '../../shared/json.ts';

export function plainJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
