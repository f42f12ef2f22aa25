import { Platform } from 'react-native';

/** For text that comes in English whatever the interface's language is: a screen reader in a browser then speaks it as English. */
export const IN_ENGLISH: object = Platform.OS === 'web' ? { lang: 'en' } : {};
