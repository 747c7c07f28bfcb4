export { locales, type MessageKey, type PlainKey } from './catalogue.ts'
export { loadCatalogue, localeNames, localeOf, preferredLocale, withMessages } from './load.ts'
export { TextProvider, useSpeak, useText, type TextProviderProps } from './provider.tsx'
export { createText, type Text } from './text.ts'
