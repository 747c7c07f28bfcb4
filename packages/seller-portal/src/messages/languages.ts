import type { SellerLanguage } from '@touchstone/contract'
import type { ListedLanguage } from '@touchstone/messages/compile'
import listed from '../../locales/languages.json' with { type: 'json' }
import type { NamespaceKeys } from './message-types.ts'

export type Namespace = keyof NamespaceKeys

const known: Readonly<Record<SellerLanguage, ListedLanguage>> = listed
const all = Object.keys(known) as SellerLanguage[]

export function isReviewed(language: SellerLanguage): boolean {
  return known[language].reviewed
}

/** The languages with these messages, each in its own name. */
export function languagesOf(namespace: Namespace): { language: SellerLanguage; name: string }[] {
  return all
    .filter((language) => known[language].namespaces?.includes(namespace) ?? true)
    .map((language) => ({ language, name: known[language].name }))
}

const fromRight: ReadonlySet<SellerLanguage> = new Set(['ar', 'fa'])

export function directionOf(language: SellerLanguage): 'ltr' | 'rtl' {
  return fromRight.has(language) ? 'rtl' : 'ltr'
}

const storedUnder = 'touchstone.answer.language'

/** The language chosen in this browser, else its preferred one among those with these messages. */
export function preferredLanguage(namespace: Namespace): SellerLanguage {
  const languages = languagesOf(namespace).map(({ language }) => language)
  const languageOf = (tag: string | null): SellerLanguage | undefined => {
    const [found] = (tag ?? '').toLowerCase().split('-')
    return languages.find((language) => language === found)
  }
  const wanted = [localStorage.getItem(storedUnder), ...navigator.languages]
  return wanted.map(languageOf).find((found) => found !== undefined) ?? 'en'
}

export function rememberLanguage(language: SellerLanguage): void {
  localStorage.setItem(storedUnder, language)
}
