import { View, type ViewStyle } from 'react-native';
import { Icon } from '../../design/icons.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { type Palette, RADIUS, SPACE } from '../../design/tokens.ts';
import { isNotable, type Verdict } from '../../figures/change.ts';
import { changeText } from '../../figures/figure-text.ts';
import type { FigureView } from '../../figures/figure-view.ts';
import { useTexts } from '../../texts/provider.tsx';

type Color = keyof Omit<Palette, 'series'>;
const COLORS: Readonly<Record<Verdict, Color>> = { better: 'good', worse: 'bad', neither: 'ink' };
const ICON_SIZE = 14;

/** How much a figure has changed, and against which day. Only what is notable has a colour and an arrow: the rest is calm. */
export function ChangeLine({ view }: { readonly view: FigureView }) {
  const { t, format } = useTexts();
  const { amount, context } = changeText(view.name, view.change, t, format);
  const isLoud = isNotable(view.name, view.change);
  return (
    <View style={ROW}>
      {amount !== undefined && (
        <View style={AMOUNT}>
          {isLoud && <Direction view={view} />}
          <Txt type="smallNumber" color={isLoud ? COLORS[view.verdict] : 'ink'} style={isLoud ? STRONG : undefined}>
            {amount}
          </Txt>
        </View>
      )}
      <Txt type="smallNumber" color="quiet">
        {context}
      </Txt>
    </View>
  );
}

/** The same on the ground of the figure that is looked for first. */
export function HeroChange({ view }: { readonly view: FigureView }) {
  const palette = usePalette();
  const { t, format } = useTexts();
  const { amount, context } = changeText(view.name, view.change, t, format);
  const isLoud = isNotable(view.name, view.change);
  const ground = { ...PILL, backgroundColor: palette[view.verdict === 'worse' ? 'badSurface' : 'surface'] };
  return (
    <View style={{ ...ROW, columnGap: SPACE.s }}>
      {amount !== undefined && (
        <View style={isLoud ? { ...AMOUNT, ...ground } : AMOUNT}>
          {isLoud && <Direction view={view} />}
          <Txt type="number" color={isLoud ? COLORS[view.verdict] : 'onHero'} style={STRONG}>
            {amount}
          </Txt>
        </View>
      )}
      <Txt type="label" color="heroQuiet">
        {context}
      </Txt>
    </View>
  );
}

function Direction({ view: { change, verdict } }: { readonly view: FigureView }) {
  if (change.kind !== 'change') return null;
  return <Icon name={change.difference > 0 ? 'up' : 'down'} size={ICON_SIZE} color={COLORS[verdict]} />;
}

const ROW: ViewStyle = { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', columnGap: SPACE.xs };
const AMOUNT: ViewStyle = { flexDirection: 'row', alignItems: 'center', gap: 2 };
const PILL: ViewStyle = { borderRadius: RADIUS.s, paddingLeft: SPACE.xs, paddingRight: SPACE.s, paddingVertical: 1 };
const STRONG = { fontWeight: '600' } as const;
