import type { Dossier, DossierLanguage } from './model.ts'
import { wordsEn } from './words-en.ts'
import { wordsId } from './words-id.ts'
import { wordsZh } from './words-zh.ts'

export type WordKey = keyof typeof wordsEn

const words: Readonly<Record<DossierLanguage, Readonly<Record<WordKey, string>>>> = {
  en: wordsEn,
  id: wordsId,
  zh: wordsZh,
}

/** A sentence of dossiers with its places filled. */
export type Say = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string

/** The sentences of dossiers in one language. */
export function wordsIn(language: DossierLanguage): Say {
  return (key, values = {}) =>
    words[language][key].replaceAll(/\{(\w+)\}/g, (place, name: string) =>
      String(values[name] ?? place),
    )
}

/** A share as a percentage with at most one decimal; only certainty is shown as 100. */
export function percentOf(share: number): string {
  const percent = Math.round(share * 1000) / 10
  return String(percent === 100 && share < 1 ? 99.9 : percent)
}

/** A time to the minute, the same in all languages. */
export function timeOf(moment: string): string {
  return `${moment.slice(0, 16).replace('T', ' ')} UTC`
}

type Amount = { amount: string; currency: string }

/** An amount as it is keyed into a portal, without separators. */
export function amountOf({ amount, currency }: Amount): string {
  return `${amount} ${currency}`
}

export type Figures = { amount: (amount: Amount) => string; count: (count: number) => string }

/** Amounts and counts with the separators of a language. Amounts are decimal strings, which Intl formats without loss. */
export function figuresIn(language: DossierLanguage): Figures {
  const counts = new Intl.NumberFormat(language)
  const amounts = new Map<string, Intl.NumberFormat>()
  const amountsIn = (currency: string): Intl.NumberFormat => {
    const format =
      amounts.get(currency) ??
      new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        currencyDisplay: 'code',
        minimumFractionDigits: 0,
        maximumFractionDigits: 4,
      })
    amounts.set(currency, format)
    return format
  }
  return {
    amount: ({ amount, currency }) =>
      amountsIn(currency)
        .format(amount as Intl.StringNumericLiteral)
        .replaceAll('\u00a0', ' '),
    count: (count) => counts.format(count),
  }
}

type Contact = Dossier['complainant']['contact']

export function contactOf({ name, email, phone, address }: Contact): string {
  return [name, email, phone, address].filter((part) => part !== null).join(' · ')
}
