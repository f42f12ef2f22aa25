import { Pressable, View } from 'react-native';
import type { PressState } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE, TARGET } from '../../design/tokens.ts';
import { valueText } from '../../figures/figure-text.ts';
import type { FigureView } from '../../figures/figure-view.ts';
import type { FigureName } from '../../figures/figures.ts';
import { useTexts } from '../../texts/provider.tsx';

interface Props {
  readonly views: ReadonlyMap<FigureName, FigureView>;
  readonly onOpen: (figure: FigureName) => void;
}

/** What is remarkably bad on this day, before everything else. */
export function Attention({ views, onOpen }: Props) {
  const { t } = useTexts();
  const remarkable = [...views.values()].filter(({ standsOut }) => standsOut !== undefined);
  if (remarkable.length === 0) return null;
  return (
    <Notice tone="bad" title={t.dashboard.attention.title(remarkable.length)}>
      <View style={{ flexDirection: 'row', flexWrap: 'wrap', gap: SPACE.s }}>
        {remarkable.map((view) => (
          <Remarkable key={view.name} view={view} onOpen={() => onOpen(view.name)} />
        ))}
      </View>
    </Notice>
  );
}

function Remarkable({ view, onOpen }: { readonly view: FigureView; readonly onOpen: () => void }) {
  const palette = usePalette();
  const { t, format } = useTexts();
  return (
    <Pressable
      role="button"
      onPress={onOpen}
      style={({ pressed, hovered = false }: PressState) => ({
        minHeight: TARGET,
        paddingHorizontal: SPACE.m,
        borderRadius: RADIUS.m,
        borderWidth: 1,
        borderColor: palette.bad,
        backgroundColor: hovered ? palette.raised : palette.surface,
        flexDirection: 'row',
        alignItems: 'center',
        gap: SPACE.s,
        opacity: pressed ? 0.7 : 1,
      })}
    >
      <Txt type="label">{t.dashboard.figures[view.name]}</Txt>
      <Txt type="number" color="bad" style={{ fontWeight: '600' }}>
        {valueText(view.name, view.value, format)}
      </Txt>
    </Pressable>
  );
}
