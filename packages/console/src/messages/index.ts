export { locales, type MessageKey } from './catalogue.ts'
export { loadCatalogue, localeNames, localeOf, preferredLocale, withLaterWords } from './load.ts'
export { TextProvider, useSpeak, useText, type TextProviderProps } from './provider.tsx'
export { createText, type Said, type Text } from './text.ts'
