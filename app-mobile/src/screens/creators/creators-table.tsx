import { type Href, Link } from 'expo-router';
import { type ReactNode, useState } from 'react';
import { Pressable, View, type ViewStyle } from 'react-native';
import { Icon } from '../../design/icons.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { SPACE, TARGET } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { COLUMNS, type Column, type FigureColumn, type RankedCreator, type Sorting, sortedBy } from './creator-list.ts';
import { figureText } from './figure-texts.ts';
import { ShareBar } from './share-bar.tsx';

interface Props {
  readonly creators: readonly RankedCreator[];
  /** Tokens of the best earner, which bars are drawn against. */
  readonly mostTokens: number;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly hrefOf: (userId: string) => string;
}

const FIGURES = COLUMNS.filter((column): column is FigureColumn => column !== 'rank' && column !== 'creator');

/** Widths in points; the id takes what is left. */
const WIDTHS: Readonly<Record<Exclude<Column, 'creator'>, number>> = {
  rank: 68,
  tokens: 140,
  pln: 120,
  sessions: 104,
  days: 116,
  average: 136,
};

function columnStyle(column: Column): ViewStyle {
  return column === 'creator' ? { flex: 1, paddingLeft: SPACE.xl } : { width: WIDTHS[column] };
}

/** The creators as a table, for wide screens. */
export function CreatorsTable({ creators, mostTokens, sorting, onSort, hrefOf }: Props) {
  const { t } = useTexts();
  return (
    <View role="table" aria-label={t.creators.table}>
      <TableHead sorting={sorting} onSort={onSort} />
      <View role="rowgroup">
        {creators.map((creator) => (
          <Row key={creator.userId} creator={creator} share={shareOf(creator, mostTokens)} href={hrefOf(creator.userId)} />
        ))}
      </View>
    </View>
  );
}

export function shareOf(creator: RankedCreator, mostTokens: number): number {
  return mostTokens === 0 ? 0 : creator.totalEarningsTokens / mostTokens;
}

function TableHead({ sorting, onSort }: Pick<Props, 'sorting' | 'onSort'>) {
  return (
    <View role="rowgroup">
      <TableRow>
        {COLUMNS.map((column) => (
          <ColumnHead key={column} column={column} sorting={sorting} onSort={onSort} />
        ))}
      </TableRow>
    </View>
  );
}

/** A row with a line under it. */
function TableRow({ children, isHovered = false }: { readonly children: ReactNode; readonly isHovered?: boolean }) {
  const palette = usePalette();
  const ground = isHovered ? palette.raised : 'transparent';
  return (
    <View
      role="row"
      style={{
        flexDirection: 'row',
        alignItems: 'center',
        minHeight: TARGET,
        borderBottomWidth: 1,
        borderColor: palette.line,
        backgroundColor: ground,
      }}
    >
      {children}
    </View>
  );
}

function ColumnHead({ column, sorting, onSort }: { readonly column: Column } & Pick<Props, 'sorting' | 'onSort'>) {
  const { t } = useTexts();
  const isSorted = sorting.column === column;
  const sort = isSorted ? { 'aria-sort': sorting.isDescending ? 'descending' : 'ascending' } : {};
  return (
    <View role="columnheader" {...sort} style={columnStyle(column)}>
      <Pressable
        role="button"
        onPress={() => onSort(sortedBy(column, sorting))}
        style={{
          minHeight: TARGET,
          flexDirection: 'row',
          alignItems: 'center',
          justifyContent: column === 'creator' ? 'flex-start' : 'flex-end',
          gap: SPACE.xs,
        }}
      >
        {isSorted && <Icon name={sorting.isDescending ? 'down' : 'up'} size={14} />}
        <Txt type="label" color={isSorted ? 'ink' : 'quiet'} align={column === 'creator' ? 'left' : 'right'}>
          {t.creators.columns[column]}
        </Txt>
      </Pressable>
    </View>
  );
}

function Row({ creator, share, href }: { readonly creator: RankedCreator; readonly share: number; readonly href: string }) {
  const { t, format } = useTexts();
  const [isHovered, setIsHovered] = useState(false);
  return (
    <TableRow isHovered={isHovered}>
      <View role="cell" style={{ ...columnStyle('rank'), pointerEvents: 'none' }}>
        <Txt type="number" color="quiet" align="right">
          {t.creators.rank(format.count(creator.rank))}
        </Txt>
      </View>
      {/* Neither this cell nor the link in it is what the link's ground is laid out against: that is the row, all of which leads on. */}
      <View role="rowheader" style={{ ...columnStyle('creator'), position: 'static' }}>
        <Link href={href as Href} asChild>
          <Pressable
            onHoverIn={() => setIsHovered(true)}
            onHoverOut={() => setIsHovered(false)}
            style={{ position: 'static', paddingVertical: SPACE.s, gap: SPACE.xs }}
          >
            <View style={{ position: 'absolute', top: 0, right: 0, bottom: 0, left: 0 }} />
            <Txt type="strong">{creator.userId}</Txt>
            <ShareBar share={share} />
          </Pressable>
        </Link>
      </View>
      {FIGURES.map((column) => (
        <View key={column} role="cell" style={{ ...columnStyle(column), pointerEvents: 'none' }}>
          <Txt type="number" align="right" style={column === 'pln' ? { fontWeight: '600' } : undefined}>
            {figureText(format, creator, column)}
          </Txt>
        </View>
      ))}
    </TableRow>
  );
}
