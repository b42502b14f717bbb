/** A saved search as a record: a name, and the query as it stands in an address. Pure. */
import { textOf, type Values } from '../../../shared/model/record-values.ts';
import { parseFindQuery, type FindQuery } from '../../ui/find-query.ts';

export function savedQuery(values: Values): FindQuery {
  return parseFindQuery(textOf(values, 'query') ?? '');
}
