import type { Catalogue, Predicate, SourceField, SourceName } from '../catalogue/model.ts';
import { lookAlike } from '../config/suggest.ts';
import type { FieldSample, SourceReader, SourceSample, ValueCount } from '../ports.ts';

/** Rows looked at per source. */
export const SAMPLE_ROWS = 200;

export interface Finding {
  /** `fail` makes a figure wrong; `warn` may; `ok` does not. */
  readonly level: 'ok' | 'warn' | 'fail';
  readonly source: SourceName;
  readonly message: string;
}

/** Looks at a sample of every source and says what of it will be wrong in the figures. */
export async function examine(catalogue: Catalogue, reader: SourceReader): Promise<Finding[]> {
  const samples = new Map<SourceName, SourceSample>();
  for (const source of Object.keys(catalogue.sources) as SourceName[]) samples.set(source, await reader.sample(source, SAMPLE_ROWS));
  const findings: Finding[] = [];
  for (const [source, sample] of samples) findings.push(...examineSource(catalogue, source, sample));
  findings.push(...doubleBooking(catalogue, samples));
  return findings;
}

/** What a look at one source says. */
export function examineSource(catalogue: Catalogue, source: SourceName, sample: SourceSample): Finding[] {
  if (!sample.present) return [{ level: 'warn', source, message: `\`${source}\` does not exist; it counts as empty.` }];
  if (sample.totalRows === 0) return [{ level: 'warn', source, message: `\`${source}\` has no rows.` }];
  const findings: Finding[] = [];
  for (const field of sample.fields) {
    const spec = catalogue.sources[source].fields[field.field];
    if (spec !== undefined && field.mappedTo !== null)
      findings.push(...examineField(catalogue, source, sample, field, field.mappedTo, spec));
  }
  if (sample.rowsWithoutTime > 0) {
    const message = `\`${source}\`: ${sample.rowsWithoutTime} of ${sample.totalRows} rows have no readable \`createdAt\`; they belong to no day.`;
    findings.push({ level: 'warn', source, message });
  }
  findings.push(...examineGates(catalogue, source, sample));
  if (findings.length === 0) {
    findings.push({
      level: 'ok',
      source,
      message: `\`${source}\`: ${sample.totalRows} rows, nothing wrong in the ${sample.rows} looked at.`,
    });
  }
  return findings;
}

function examineField(
  catalogue: Catalogue,
  source: SourceName,
  sample: SourceSample,
  field: FieldSample,
  mappedTo: string,
  spec: SourceField,
): Finding[] {
  const name = mappedTo === field.field ? `\`${field.field}\`` : `\`${mappedTo}\` (mapped as \`${field.field}\`)`;
  const consequence = ` — ${spec.withoutIt}`;
  if (field.found === 0) {
    const candidates = sample.unmapped.map((unmapped) => unmapped.name);
    const likely = lookAlike(field.field, candidates) ?? lookAlike(mappedTo, candidates);
    if (!spec.expected && likely === undefined) return [];
    const found = sample.unmapped.find((unmapped) => unmapped.name === likely);
    const others = found === undefined ? unmappedText(sample) : `; ${found.rows} have \`${found.name}\``;
    const level = spec.expected ? 'fail' : 'warn';
    return [{ level, source, message: `\`${source}\`: 0 of ${sample.rows} rows have ${name}${others}${consequence}` }];
  }
  if (!spec.expected) return [];
  if (field.readable === 0) {
    const message = `\`${source}\`: ${field.found} of ${sample.rows} rows have ${name}, but none is readable as ${KIND_TEXT[spec.kind]}${consequence}`;
    return [{ level: 'fail', source, message }];
  }
  if (field.readable < field.found) {
    const message = `\`${source}\`: ${field.found - field.readable} of ${sample.rows} rows have a ${name} that is not readable as ${KIND_TEXT[spec.kind]}.`;
    return [{ level: 'warn', source, message }];
  }
  if (field.found < sample.rows && catalogue.sources[source].quantity?.field === field.field) {
    const message = `\`${source}\`: ${sample.rows - field.found} of ${sample.rows} rows have no ${name}; they are left out.`;
    return [{ level: 'warn', source, message }];
  }
  return [];
}

const KIND_TEXT: Record<SourceField['kind'], string> = {
  instant: 'an instant',
  text: 'text',
  flag: 'true or false',
  id: 'an id (text of 1 to 128 characters without /)',
  tokens: 'an amount of tokens',
  minutes: 'a number of minutes',
};

function unmappedText(sample: SourceSample): string {
  if (sample.unmapped.length === 0) return '';
  const names = sample.unmapped.slice(0, 5).map((unmapped) => `\`${unmapped.name}\``);
  return `; fields that nothing reads: ${names.join(', ')}`;
}

/** A gate that asks for one value, and no row has it: every figure behind it will be 0. */
function examineGates(catalogue: Catalogue, source: SourceName, sample: SourceSample): Finding[] {
  const gates = Object.values(catalogue.flows)
    .filter((flow) => flow.source === source)
    .flatMap((flow) => flow.gates);
  const findings: Finding[] = [];
  for (const { pass } of gates) {
    const wanted = wantedValues(pass);
    const seen = sample.values[pass.field] ?? [];
    if (wanted === undefined || seen.length === 0 || seen.some(({ value }) => wanted.includes(value))) continue;
    const consequence = catalogue.sources[source].fields[pass.field]?.withoutIt ?? 'figures will be 0';
    const message = `\`${source}\`: no row looked at has \`${pass.field}\` ${wanted.join(' or ')} (seen: ${seenText(seen)}) — ${consequence}`;
    findings.push({ level: 'fail', source, message });
  }
  return findings;
}

function wantedValues(predicate: Predicate): readonly string[] | undefined {
  if ('is' in predicate) return predicate.is === true ? undefined : [predicate.is];
  return 'in' in predicate ? predicate.in : undefined;
}

function seenText(values: readonly ValueCount[]): string {
  return values
    .slice(0, 5)
    .map(({ value, rows }) => `${value} ${rows}`)
    .join(', ');
}

const BOOKING_CONTEXT = /calendar|booking|event|ticket/i;

/** Earnings that would be counted twice. */
function doubleBooking(catalogue: Catalogue, samples: ReadonlyMap<SourceName, SourceSample>): Finding[] {
  const ledger = samples.get('walletTransactions')?.valuesWithReceiver;
  if (ledger === undefined) return [];
  const findings: Finding[] = [];
  const types = (ledger['type'] ?? []).map(({ value }) => value);
  if (catalogue.rules.earningTypes === null && types.includes('SPEND') && types.includes('EARN')) {
    const message =
      '`walletTransactions`: both SPEND and EARN rows have a `receiverId`, and `earningTypes` is not set — earnings will be counted twice. Set "earningTypes": ["EARN"].';
    findings.push({ level: 'fail', source: 'walletTransactions', message });
  }
  const booked = (['calendarBookings', 'eventTickets'] as const).filter(
    (source) => (quantityField(samples.get(source))?.readable ?? 0) > 0,
  );
  const contexts = (ledger['context'] ?? []).map(({ value }) => value);
  const twice = contexts.filter((value) => BOOKING_CONTEXT.test(value) && !catalogue.rules.contextsBookedElsewhere.includes(value));
  if (booked.length > 0 && twice.length > 0) {
    const message = `\`walletTransactions\` has rows with a \`receiverId\` and context ${twice.join(', ')}, and ${booked.map((source) => `\`${source}\``).join(' and ')} have earnings of their own — earnings will be counted twice. Add the context to "contextsBookedElsewhere".`;
    findings.push({ level: 'fail', source: 'walletTransactions', message });
  }
  return findings;
}

function quantityField(sample: SourceSample | undefined): FieldSample | undefined {
  return sample?.fields.find((field) => field.field === 'hostEarnings' || field.field === 'organizerEarnings');
}
