import type { ReactNode } from 'react';
import { Pressable, View, type ViewStyle } from 'react-native';
import { Sparkline } from '../../charts/sparkline.tsx';
import type { PressState } from '../../design/controls.tsx';
import { Icon } from '../../design/icons.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE } from '../../design/tokens.ts';
import { valueText } from '../../figures/figure-text.ts';
import type { FigureView } from '../../figures/figure-view.ts';
import { UNITS } from '../../figures/figures.ts';
import { figurePhrase } from '../../figures/phrase.ts';
import { useTexts } from '../../texts/provider.tsx';
import { ChangeLine } from './change-line.tsx';

interface Props {
  readonly view: FigureView;
  /** Tells what the figure means. */
  readonly onOpen: () => void;
}

/** Sizes that a tile and its skeleton have in common. */
export const SPARK = { row: { width: 88, height: 28 }, tile: { height: 36 } } as const;
export const ROW_STYLE: ViewStyle = { paddingHorizontal: SPACE.l, paddingVertical: 10, minHeight: 80 };
export const TILE_STYLE: ViewStyle = { borderWidth: 1, borderRadius: RADIUS.l, padding: SPACE.l, gap: SPACE.xs, flex: 1, minHeight: 156 };

/** A figure as a line of a list: names on the left, numbers under each other on the right. */
export function FigureRow({ view, onOpen }: Props) {
  const palette = usePalette();
  return (
    <Opener
      view={view}
      onOpen={onOpen}
      style={(isOver) => ({
        ...ROW_STYLE,
        backgroundColor: view.standsOut ? palette.badSurface : isOver ? palette.raised : palette.surface,
      })}
    >
      <View style={{ ...LINE, alignItems: 'baseline' }}>
        <Name view={view} />
        <Value view={view} />
      </View>
      <View style={{ ...LINE, alignItems: 'center' }}>
        <View style={{ flex: 1 }}>
          <Remark view={view} />
          <ChangeLine view={view} />
        </View>
        <View style={SPARK.row}>
          <Spark view={view} height={SPARK.row.height} />
        </View>
      </View>
    </Opener>
  );
}

/** A figure as a card of its own. */
export function FigureTile({ view, onOpen }: Props) {
  const palette = usePalette();
  return (
    <Opener
      view={view}
      onOpen={onOpen}
      style={(isOver) => ({
        ...TILE_STYLE,
        backgroundColor: view.standsOut ? palette.badSurface : palette.surface,
        borderColor: view.standsOut ? palette.bad : isOver ? palette.quiet : palette.line,
      })}
    >
      <Name view={view} />
      <Value view={view} />
      <ChangeLine view={view} />
      <Remark view={view} />
      <View style={{ flex: 1 }} />
      <Spark view={view} height={SPARK.tile.height} />
    </Opener>
  );
}

interface OpenerProps extends Props {
  /** @param isOver whether the pointer is over it */
  readonly style: (isOver: boolean) => ViewStyle;
  readonly children: ReactNode;
}

function Opener({ view, onOpen, style, children }: OpenerProps) {
  const { t, format } = useTexts();
  return (
    <Pressable
      role="button"
      aria-label={figurePhrase(view, t, format)}
      onPress={onOpen}
      style={({ pressed, hovered = false }: PressState) => [style(hovered), { opacity: pressed ? 0.7 : 1 }]}
    >
      {children}
    </Pressable>
  );
}

function Name({ view }: { readonly view: FigureView }) {
  const { t } = useTexts();
  return (
    <Txt type="label" color={view.standsOut ? 'ink' : 'quiet'} style={{ flexShrink: 1 }}>
      {t.dashboard.figures[view.name]}
    </Txt>
  );
}

/** Only what a name does not say already has its unit behind it. */
function Value({ view }: { readonly view: FigureView }) {
  const { t, format } = useTexts();
  const hasUnit = UNITS[view.name] === 'minutes';
  return (
    <View style={{ flexDirection: 'row', alignItems: 'baseline', gap: SPACE.xs }}>
      <Txt type="figure" color={view.standsOut ? 'bad' : 'ink'}>
        {view.isAtLeast ? '≥ ' : ''}
        {valueText(view.name, view.value, format)}
      </Txt>
      {hasUnit && (
        <Txt type="label" color="quiet">
          {t.units.minutes}
        </Txt>
      )}
    </View>
  );
}

function Remark({ view: { standsOut } }: { readonly view: FigureView }) {
  const { t } = useTexts();
  if (standsOut === undefined) return null;
  return (
    <View style={{ flexDirection: 'row', alignItems: 'center', gap: SPACE.xs }}>
      <Icon name="alert" size={16} color="bad" />
      <Txt type="label" color="bad">
        {t.dashboard.standsOutShort[standsOut]}
      </Txt>
    </View>
  );
}

function Spark({ view, height }: { readonly view: FigureView; readonly height: number }) {
  return <Sparkline values={view.spark} isLastRunning={view.isRunning} height={height} color={view.standsOut ? 'bad' : 'accent'} />;
}

const LINE: ViewStyle = { flexDirection: 'row', justifyContent: 'space-between', gap: SPACE.m };
