import type { SellerLanguage } from '@touchstone/contract'

/** Each language under its own name, so that it is found by those who read no other. */
export const languageNames: Readonly<Record<SellerLanguage, string>> = {
  ar: 'العربية',
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fa: 'فارسی',
  fr: 'Français',
  hi: 'हिन्दी',
  id: 'Bahasa Indonesia',
  it: 'Italiano',
  ja: '日本語',
  ko: '한국어',
  pl: 'Polski',
  pt: 'Português',
  ru: 'Русский',
  th: 'ไทย',
  tr: 'Türkçe',
  uk: 'Українська',
  vi: 'Tiếng Việt',
  zh: '简体中文',
}

export const languages = Object.keys(languageNames) as SellerLanguage[]

const fromRight: ReadonlySet<SellerLanguage> = new Set(['ar', 'fa'])

export function directionOf(language: SellerLanguage): 'ltr' | 'rtl' {
  return fromRight.has(language) ? 'rtl' : 'ltr'
}

const storedUnder = 'touchstone.answer.language'

/** What was chosen in this browser before, else what it asks for. */
export function preferredLanguage(): SellerLanguage {
  const wanted = [localStorage.getItem(storedUnder), ...navigator.languages]
  return wanted.map(languageOf).find((found) => found !== undefined) ?? 'en'
}

export function rememberLanguage(language: SellerLanguage): void {
  localStorage.setItem(storedUnder, language)
}

function languageOf(tag: string | null): SellerLanguage | undefined {
  const [found] = (tag ?? '').toLowerCase().split('-')
  return languages.find((language) => language === found)
}
