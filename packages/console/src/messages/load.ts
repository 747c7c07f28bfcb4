import { locales, type Catalogue, type Locale } from './catalogue.ts'

const loaders: Record<Locale, () => Promise<Catalogue>> = {
  en: async () => (await import('./en.ts')).en,
  id: async () => (await import('./id.ts')).id,
  zh: async () => (await import('./zh.ts')).zh,
}

/** Each language under its own name, so that it is found by those who read no other. */
export const localeNames: Record<Locale, string> = {
  en: 'English',
  id: 'Bahasa Indonesia',
  zh: '简体中文',
}

export function loadCatalogue(locale: Locale): Promise<Catalogue> {
  return loaders[locale]()
}

const storedUnder = 'touchstone.locale'

/** The language of a tag, where there are pages in it. */
export function localeOf(tag: string | null | undefined): Locale | undefined {
  const [language] = (tag ?? '').toLowerCase().split('-')
  return locales.find((locale) => locale === language)
}

/** What was chosen on this device before, else what the browser asks for. */
export function preferredLocale(): Locale {
  const wanted = [localStorage.getItem(storedUnder), ...navigator.languages]
  return wanted.map(localeOf).find((locale) => locale !== undefined) ?? 'en'
}

export function rememberLocale(locale: Locale): void {
  localStorage.setItem(storedUnder, locale)
}
