import type { ReactNode } from 'react';
import { Modal, Platform, Pressable, ScrollView, useWindowDimensions, View } from 'react-native';
import { useTexts } from '../texts/provider.tsx';
import { IconButton } from './controls.tsx';
import { Heading } from './text.tsx';
import { usePalette } from './theme.tsx';
import { BREAKPOINT, RADIUS, SPACE } from './tokens.ts';

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * What lies over the screen until it is closed: from the bottom of a phone, in the middle of a desk. Escape and a press beside it
 * close it. In a browser the modal itself is the dialog, and takes the name; on a phone the modal is nothing to a screen reader.
 */
export function Sheet({ title, isOpen, onClose, children }: Props) {
  const palette = usePalette();
  const { t } = useTexts();
  const { width, height } = useWindowDimensions();
  const isWide = width >= BREAKPOINT.medium;
  return (
    <Modal visible={isOpen} transparent animationType="none" onRequestClose={onClose} aria-label={title}>
      <View style={{ flex: 1, justifyContent: isWide ? 'center' : 'flex-end', alignItems: 'center' }}>
        <Pressable
          aria-hidden
          tabIndex={-1}
          onPress={onClose}
          style={{ position: 'absolute', top: 0, right: 0, bottom: 0, left: 0, backgroundColor: palette.scrim }}
        />
        <View
          {...(Platform.OS === 'web' ? {} : { role: 'dialog', 'aria-modal': true, 'aria-label': title })}
          style={{
            backgroundColor: palette.surface,
            width: isWide ? 440 : '100%',
            maxHeight: height * 0.85,
            borderRadius: isWide ? RADIUS.l : 0,
            borderTopLeftRadius: RADIUS.l,
            borderTopRightRadius: RADIUS.l,
            paddingBottom: SPACE.l,
          }}
        >
          <View
            style={{
              flexDirection: 'row',
              alignItems: 'center',
              justifyContent: 'space-between',
              paddingLeft: SPACE.l,
              paddingRight: SPACE.s,
              paddingTop: SPACE.s,
            }}
          >
            <Heading level={2}>{title}</Heading>
            <IconButton icon="close" label={t.close} onPress={onClose} />
          </View>
          <ScrollView contentContainerStyle={{ paddingHorizontal: SPACE.l, gap: SPACE.m }}>{children}</ScrollView>
        </View>
      </View>
    </Modal>
  );
}
