export { languageSelect, unreviewedNote } from './language-select.ts'
export { directionOf, preferredLanguage, rememberLanguage } from './languages.ts'
export { loadText, type Text } from './load-text.ts'
