import { CATALOGUE_VERSION, measuresOf } from '../catalogue/catalogue.ts';
import type { Catalogue, DocumentField, KpiDocumentKind } from '../catalogue/model.ts';
import { TOKEN_TO_PLN_RATE } from '../money/tokens.ts';
import type { MetricsResponse } from './shapes.ts';

/** The catalogue's definitions, for whoever shows a figure. */
export function metricsOf(catalogue: Catalogue): MetricsResponse {
  return {
    catalogueVersion: CATALOGUE_VERSION,
    tokenToPlnRate: TOKEN_TO_PLN_RATE,
    timeZone: 'UTC',
    documents: Object.values(catalogue.documents).map((kind) => ({
      collection: kind.collection,
      id: kind.idFormat,
      grain: kind.grain,
      description: kind.description,
      fields: kind.fields.map((field) => ({
        name: field.name,
        label: field.label,
        unit: field.unit ?? null,
        description: field.description,
        sources: sourcesOf(catalogue, kind, field),
        nullMeans: field.nullMeans ?? null,
        downIsGood: field.downIsGood ?? false,
      })),
    })),
  };
}

/** The collections that a field's figure comes from, directly or through the fields that it follows from. */
function sourcesOf(catalogue: Catalogue, kind: KpiDocumentKind, field: DocumentField): string[] {
  const { origin } = field;
  if ('snapshot' in origin) return ['users'];
  const earlier = 'sumOf' in origin ? origin.sumOf : 'plnOf' in origin ? [origin.plnOf] : [];
  const followed = kind.fields.filter(({ name }) => earlier.includes(name)).flatMap((other) => sourcesOf(catalogue, kind, other));
  return [...new Set([...measuresOf(field).map(({ flow }) => catalogue.flows[flow].source), ...followed])];
}
