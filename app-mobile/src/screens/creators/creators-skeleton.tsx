import { View } from 'react-native';
import { Skeleton } from '../../design/surfaces.tsx';
import { usePalette } from '../../design/theme.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { useIsTable } from './use-is-table.ts';

/** As many as fill a screen. */
const MOST_ROWS = 12;
const HEIGHT = { table: 48, cards: 96 } as const;

/** Rows in the shape of those on their way. */
export function CreatorsSkeleton({ rows }: { readonly rows: number }) {
  const { t } = useTexts();
  const palette = usePalette();
  const isTable = useIsTable();
  return (
    <View role="status" aria-busy aria-label={t.loading}>
      <Skeleton width={220} height={16} />
      {Array.from({ length: Math.min(rows, MOST_ROWS) }, (_, row) => (
        <View
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike and stay where they are
          key={row}
          style={{
            minHeight: isTable ? HEIGHT.table : HEIGHT.cards,
            borderBottomWidth: 1,
            borderColor: palette.line,
            flexDirection: 'row',
            alignItems: 'center',
            gap: SPACE.xl,
          }}
        >
          <Skeleton width={24} height={16} />
          <View style={{ flex: 1, gap: SPACE.s }}>
            <Skeleton width="60%" height={14} />
            <Skeleton width="100%" height={4} />
          </View>
          <Skeleton width={96} height={16} />
        </View>
      ))}
    </View>
  );
}
