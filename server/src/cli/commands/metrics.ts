import { catalogueFor, type KpiDocumentKind } from '@pack324a/core';
import { Command } from 'commander';
import { styled } from '../../print/format.ts';
import { table } from '../../print/table.ts';
import { type CommonOptions, print } from '../options.ts';

export function metricsCommand(): Command {
  return new Command('metrics')
    .description('Print the catalogue: every figure, its unit and what it means.')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  kpi metrics')
    .action((options: CommonOptions) => {
      const { documents } = catalogueFor();
      print(options, documents, () => Object.values(documents).map(describe).join('\n\n'));
    });
}

function describe(kind: KpiDocumentKind): string {
  const rows = kind.fields.map((field) => [
    field.name,
    field.unit ?? '',
    field.nullMeans === undefined ? field.description : `${field.description} Null: ${field.nullMeans}`,
  ]);
  return `${styled('bold', `${kind.collection}/${kind.idFormat}`)}\n${kind.description}\n${table([], rows, ['left', 'left', 'left'])}`;
}
