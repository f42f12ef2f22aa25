import { useWindowDimensions, View } from 'react-native';
import { Txt } from '../../design/text.tsx';
import { type Palette, SPACE, type TypeName } from '../../design/tokens.ts';
import { currencyParts } from '../../figures/currency-parts.ts';
import { Money } from '../../figures/money.tsx';
import { useTexts } from '../../texts/provider.tsx';
import { averageFormat, titleOf, valueFormat } from './figure-format.ts';
import type { FoundSeries, TrendFigure } from './series.ts';

type Color = keyof Omit<Palette, 'series'>;

interface Look {
  readonly ink: Color;
  readonly quiet: Color;
}

const PLAIN: Look = { ink: 'ink', quiet: 'quiet' };

interface Props {
  readonly name: TrendFigure;
  readonly series: FoundSeries['series'];
  /** Set larger than anything else on the screen. */
  readonly isLead?: boolean;
  readonly look?: Look;
}

/** The total and the daily average of a figure; the average alone where days do not add up. A screen reader has them in one phrase. */
export function FigureTotals({ name, series: { total, dailyAverage, atLeast }, isLead = false, look = PLAIN }: Props) {
  const { t, format } = useTexts();
  const texts = t.range;
  if (dailyAverage === null) return <Amount label={texts.total} value={texts.noFigures} type="body" look={{ ...look, ink: look.quiet }} />;
  const averageNumber = averageFormat(format, name)(dailyAverage);
  const average = { label: texts.average, value: atLeast.length > 0 ? texts.atLeast(averageNumber) : averageNumber };
  const amounts = total === null ? [average] : [{ label: texts.total, value: valueFormat(format, name)(total) }, average];
  const notes = [
    ...(total === null ? [texts.averageOnly] : []),
    ...(atLeast.length > 0 ? [t.charts.sentence.atLeast(atLeast.length)] : []),
  ];
  const Main = isLead ? Lead : Amount;
  return (
    <View style={{ gap: SPACE.xs }}>
      <View
        role="group"
        aria-label={texts.phrase(titleOf(t, name), amounts)}
        style={{ flexDirection: 'row', flexWrap: 'wrap', columnGap: SPACE.xl, rowGap: isLead ? SPACE.s : SPACE.xs, alignItems: 'flex-end' }}
      >
        {amounts.map((amount, index) =>
          index === 0 ? (
            <Main key={amount.label} {...amount} type="figure" look={look} />
          ) : (
            <Amount key={amount.label} {...amount} type="number" look={look} />
          ),
        )}
      </View>
      {notes.length > 0 && (
        <Txt type="caption" color={look.quiet}>
          {notes.join(' ')}
        </Txt>
      )}
    </View>
  );
}

interface AmountProps {
  readonly label: string;
  readonly value: string;
  readonly type: TypeName;
  readonly look: Look;
}

function Amount({ label, value, type, look }: AmountProps) {
  return (
    <View>
      <Txt type="caption" color={look.quiet}>
        {label}
      </Txt>
      <Txt type={type} color={look.ink}>
        {value}
      </Txt>
    </View>
  );
}

/** Of a digit of the largest type, in points. */
const DIGIT_WIDTH = 26;

/** The number as large as there is room for; what stands before or after it, the currency for one, stands back. */
function Lead({ label, value, look }: AmountProps) {
  const { width, fontScale } = useWindowDimensions();
  const { number } = currencyParts(value);
  const room = width - 2 * (SPACE.m + SPACE.l);
  const fits = number.length * DIGIT_WIDTH * fontScale <= room;
  return (
    <View>
      <Txt type="caption" color={look.quiet}>
        {label}
      </Txt>
      <Money text={value} type={fits ? 'hero' : 'figure'} {...look} />
    </View>
  );
}
