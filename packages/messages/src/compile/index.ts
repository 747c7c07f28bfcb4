export { argumentsOf, compileMessage, compileMessages } from './compile-message.ts'
export { compiledMessages, compileNamespace, isNamespace } from './compiled-messages-plugin.ts'
export {
  faultsOfLocales,
  readLanguages,
  readLocale,
  readLocales,
  type ListedLanguage,
  type Locales,
} from './read-locales.ts'
export { typesOfMessages } from './message-types-file.ts'
