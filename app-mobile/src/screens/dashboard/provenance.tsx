import { Txt } from '../../design/text.tsx';
import type { PlatformDay } from '../../figures/day-values.ts';
import { useMetrics } from '../../queries/figures.ts';
import { useTexts } from '../../texts/provider.tsx';
import { SheetPart } from './definition-sheet.tsx';

interface Props {
  readonly name: string;
  readonly provenance: PlatformDay['provenance'];
}

/** When a figure was made, and of how many rows. */
export function Provenance({ name, provenance }: Props) {
  const { t, format } = useTexts();
  const words = t.dashboard.definition;
  const sources = useSources(name);
  // Counted in the database, not of rows that were read.
  const isOfRows = name !== 'activeUsers';
  const trigger = words.triggers[provenance.trigger];
  const made = words.aggregated(format.dayAndTime(provenance.generatedAt));
  return (
    <SheetPart title={words.provenance}>
      {isOfRows && sources.map((source) => <SourceRows key={source} source={source} provenance={provenance} />)}
      <Txt type="label">{trigger === undefined ? made : `${made}, ${trigger}`}</Txt>
    </SheetPart>
  );
}

function SourceRows({
  source,
  provenance: { rowsUsed, rowsRejected, missingSources },
}: { readonly source: string } & Pick<Props, 'provenance'>) {
  const { t, format } = useTexts();
  const words = t.dashboard.definition;
  if (missingSources.includes(source)) return <Txt type="label">{words.missingSource(source)}</Txt>;
  const used = words.rows(source, format.count(rowsUsed[source] ?? 0));
  const reasons = Object.entries(rowsRejected[source] ?? {});
  return (
    <>
      <Txt type="label">{used}</Txt>
      {reasons.map(([reason, count]) => (
        <Txt key={reason} type="label" color="warn">
          {words.rejected(format.count(count), words.reasons[reason] ?? reason)}
        </Txt>
      ))}
    </>
  );
}

/** The collections that a figure is made from. */
function useSources(name: string): readonly string[] {
  const { data } = useMetrics();
  const fields = data?.documents.filter(({ grain }) => grain === 'day').flatMap((document) => document.fields) ?? [];
  return fields.find((field) => field.name === name)?.sources ?? [];
}
