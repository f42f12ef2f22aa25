import { View } from 'react-native';
import { Choice } from '../../design/controls.tsx';
import { Sheet } from '../../design/sheet.tsx';
import { Txt } from '../../design/text.tsx';
import { THEMES, useTheme } from '../../design/theme.tsx';
import { SPACE } from '../../design/tokens.ts';
import { LANGUAGE_CHOICES, useTexts } from '../../texts/provider.tsx';
import { AccountSettings } from './account-settings.tsx';

/** What can be chosen on this device, and who is signed in. */
export function SettingsSheet({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t, chosen: language, choose: chooseLanguage } = useTexts();
  const { chosen: theme, choose: chooseTheme } = useTheme();
  return (
    <Sheet title={t.settings} isOpen={isOpen} onClose={onClose}>
      <View style={{ gap: SPACE.xs }}>
        <Txt type="label">{t.theme}</Txt>
        <Choice label={t.theme} value={theme} onChange={chooseTheme} options={THEMES.map((value) => ({ value, title: t.themes[value] }))} />
      </View>
      <View style={{ gap: SPACE.xs }}>
        <Txt type="label">{t.language}</Txt>
        <Choice
          label={t.language}
          value={language}
          onChange={chooseLanguage}
          options={LANGUAGE_CHOICES.map((value) => ({ value, title: t.languages[value] }))}
        />
      </View>
      <AccountSettings />
      <Txt type="caption" color="quiet">
        {t.utc}
      </Txt>
    </Sheet>
  );
}
