import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { Platform } from 'react-native';
import { usePreference } from '../design/preference.ts';
import { createFormat, type Format } from './format.ts';
import { LANGUAGES, type Language, TEXTS, type Texts } from './texts.ts';

export const LANGUAGE_CHOICES = ['system', ...LANGUAGES] as const;
type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

interface InLanguage {
  readonly t: Texts;
  readonly format: Format;
  readonly language: Language;
  readonly chosen: LanguageChoice;
  choose(language: LanguageChoice): void;
}

const TextsContext = createContext<InLanguage | undefined>(undefined);

/** Polish where the system is Polish, else English, unless somebody has chosen on this device. */
export function TextsProvider({ children }: { readonly children: ReactNode }) {
  const [chosen, choose] = usePreference('language', LANGUAGE_CHOICES, 'system');
  const language = chosen === 'system' ? systemLanguage() : chosen;
  const value = useMemo(
    () => ({ t: TEXTS[language], format: createFormat(language), language, chosen, choose }),
    [language, chosen, choose],
  );
  useEffect(() => {
    if (Platform.OS === 'web') document.documentElement.lang = language;
  }, [language]);
  return <TextsContext value={value}>{children}</TextsContext>;
}

function systemLanguage(): Language {
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('pl') ? 'pl' : 'en';
}

/** The interface's texts and formats, in the language of whoever reads. */
export function useTexts(): InLanguage {
  const value = useContext(TextsContext);
  if (value === undefined) throw new Error('There is no TextsProvider above this component.');
  return value;
}
