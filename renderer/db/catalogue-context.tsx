/** Hands the catalogue to the screens. */
import { createContext, use, type ReactNode } from 'react';
import { must } from '../../shared/must.ts';
import type { Catalogue } from './catalogue.ts';

const CatalogueContext = createContext<Catalogue | null>(null);

export function CatalogueProvider({ value, children }: { value: Catalogue; children: ReactNode }) {
  return <CatalogueContext value={value}>{children}</CatalogueContext>;
}

/** The catalogue of this window. */
export function useCatalogue(): Catalogue {
  return must(use(CatalogueContext), 'the screens stand inside CatalogueProvider');
}
