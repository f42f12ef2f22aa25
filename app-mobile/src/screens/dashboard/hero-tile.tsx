import { Pressable, View, type ViewStyle } from 'react-native';
import { Sparkline } from '../../charts/sparkline.tsx';
import type { PressState } from '../../design/controls.tsx';
import { Icon } from '../../design/icons.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE } from '../../design/tokens.ts';
import { valueText } from '../../figures/figure-text.ts';
import type { FigureView } from '../../figures/figure-view.ts';
import { Money } from '../../figures/money.tsx';
import { figurePhrase } from '../../figures/phrase.ts';
import { useTexts } from '../../texts/provider.tsx';
import { HeroChange } from './change-line.tsx';

export const HERO_STYLE: ViewStyle = { borderRadius: RADIUS.l, padding: SPACE.l, gap: SPACE.s, minHeight: 188, flexGrow: 1 };
export const HERO_SPARK_HEIGHT = 56;

/** Revenue: the one figure that is looked for first. */
export function HeroTile({ view, onOpen }: { readonly view: FigureView; readonly onOpen: () => void }) {
  const palette = usePalette();
  const { t, format } = useTexts();
  return (
    <Pressable
      role="button"
      aria-label={figurePhrase(view, t, format)}
      onPress={onOpen}
      style={({ pressed, hovered }: PressState) => ({
        ...HERO_STYLE,
        backgroundColor: palette.hero,
        opacity: pressed ? 0.8 : hovered ? 0.94 : 1,
      })}
    >
      <View style={{ flexDirection: 'row', justifyContent: 'space-between', gap: SPACE.s }}>
        <Txt type="strong" color="heroQuiet">
          {t.dashboard.figures[view.name]}
        </Txt>
        {view.standsOut && <Remark text={t.dashboard.standsOutShort[view.standsOut]} />}
      </View>
      <Money text={valueText(view.name, view.value, format)} />
      <HeroChange view={view} />
      <View style={{ flex: 1 }} />
      <Sparkline values={view.spark} isLastRunning={view.isRunning} height={HERO_SPARK_HEIGHT} color="heroQuiet" />
    </Pressable>
  );
}

function Remark({ text }: { readonly text: string }) {
  const palette = usePalette();
  return (
    <View
      style={{
        flexDirection: 'row',
        alignItems: 'center',
        gap: SPACE.xs,
        backgroundColor: palette.badSurface,
        borderRadius: RADIUS.s,
        paddingHorizontal: SPACE.s,
      }}
    >
      <Icon name="alert" size={16} color="bad" />
      <Txt type="label" color="bad">
        {text}
      </Txt>
    </View>
  );
}
