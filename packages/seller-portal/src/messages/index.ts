export { languageSelect, unreviewedNote } from './language-select.ts'
export { directionOf, preferredLanguage, rememberLanguage, type Namespace } from './languages.ts'
export { textLoader, type Messages, type Text } from './load-text.ts'
