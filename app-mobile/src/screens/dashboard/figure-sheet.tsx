import { useState } from 'react';
import { View } from 'react-native';
import { TextLink } from '../../design/controls.tsx';
import { Badge, Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import type { PlatformDay } from '../../figures/day-values.ts';
import { differenceText, hourText } from '../../figures/figure-text.ts';
import type { FigureView } from '../../figures/figure-view.ts';
import { changePhrase, quantityText } from '../../figures/phrase.ts';
import { useTexts } from '../../texts/provider.tsx';
import { DefinitionSheet, SheetPart } from './definition-sheet.tsx';
import { Provenance } from './provenance.tsx';

interface Props {
  /** The figure to tell about; none closes the sheet. */
  readonly view: FigureView | undefined;
  readonly date: string;
  readonly provenance: PlatformDay['provenance'] | undefined;
  readonly onClose: () => void;
}

/** Everything there is to say about one figure of one day. */
export function FigureSheet({ view, date, provenance, onClose }: Props) {
  const { t } = useTexts();
  // While it closes it still shows what it was about.
  const [last, setLast] = useState(view);
  if (view !== undefined && view !== last) setLast(view);
  if (last === undefined) return null;
  return (
    <DefinitionSheet
      name={last.name}
      title={t.dashboard.figures[last.name]}
      isOpen={view !== undefined}
      onClose={onClose}
      before={<Told view={last} date={date} bounds={last.isAtLeast ? provenance?.activeUsers : undefined} />}
      after={
        <>
          {provenance !== undefined && <Provenance name={last.name} provenance={provenance} />}
          <TextLink href={`/admin/kpi-range?preset=28&figure=${last.name}`}>{t.dashboard.definition.range}</TextLink>
        </>
      }
    />
  );
}

interface ToldProps {
  readonly view: FigureView;
  readonly date: string;
  readonly bounds: PlatformDay['provenance']['activeUsers'] | undefined;
}

function Told({ view, date, bounds }: ToldProps) {
  const { t, format } = useTexts();
  const words = t.dashboard;
  const amount = quantityText(view.name, view.value, t, format);
  const change = changePhrase(view.name, view.change, t, format);
  return (
    <>
      <View style={{ gap: SPACE.xs }}>
        <Txt type="label" color="quiet">
          {format.longDay(date)}
        </Txt>
        <Txt type="figure">{view.isAtLeast ? capitalized(words.atLeast(amount)) : amount}</Txt>
        {view.isRunning && <Badge title={words.running.badge} tone="warn" />}
        {view.isUnfinished && <Badge title={words.missing.unfinished.title} tone="warn" />}
        {view.standsOut && (
          <Notice tone="bad" title={words.standsOutShort[view.standsOut]} text={sentence(words.standsOut[view.standsOut])} />
        )}
      </View>
      {change !== '' && (
        <SheetPart title={words.definition.comparison}>
          <Txt>{sentence(change)}</Txt>
          <Earlier view={view} />
        </SheetPart>
      )}
      {bounds && (
        <SheetPart title={words.definition.bounds.title}>
          <Txt>{words.definition.bounds.range(format.count(bounds.lower), format.count(bounds.upper))}</Txt>
          <Txt color="quiet">{words.definition.bounds.why}</Txt>
        </SheetPart>
      )}
    </>
  );
}

/** The value that is compared with, and what to make of it. */
function Earlier({ view: { name, change, isAtLeast } }: { readonly view: FigureView }) {
  const { t, format } = useTexts();
  if (change.kind !== 'change') return null;
  const words = t.dashboard;
  const amount = quantityText(name, change.earlier, t, format);
  const until = change.untilHour === undefined ? undefined : hourText(change.untilHour);
  const { definition } = words;
  return (
    <>
      {change.difference !== 0 && <Txt type="label">{definition.difference(differenceText(name, change, format))}</Txt>}
      <Txt type="label" color="quiet">
        {definition.earlier(format.day(change.against), until, change.isEarlierAtLeast ? words.atLeast(amount) : amount)}
      </Txt>
      {(isAtLeast || change.isEarlierAtLeast) && (
        <Txt type="label" color="quiet">
          {definition.uncertain}
        </Txt>
      )}
    </>
  );
}

/** A phrase as a sentence of its own. */
function sentence(phrase: string): string {
  return `${capitalized(phrase)}.`;
}

function capitalized(phrase: string): string {
  return phrase.charAt(0).toLocaleUpperCase() + phrase.slice(1);
}
