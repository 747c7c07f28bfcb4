import { createMessageText, formatMessage, type MessageText } from '@touchstone/messages'
import {
  signalName,
  wholePercent,
  type Meanings,
  type ReasonMessages,
} from '@touchstone/recognition/wording'
import type { Catalogue, Locale, MessageKey } from './catalogue.ts'
import type { MessageArguments } from './message-types.ts'

/** Wording and formats of one language. */
export type Text = MessageText<MessageKey, MessageArguments> & {
  locale: Locale
  /** The sentences of assessments, for `assessment-text`. */
  reasons: ReasonMessages
  meanings: Meanings
  /** A meaning of a term, or a kind of goods; undefined where it is English alone. */
  meaning: (english: string) => string | undefined
  /** The name of a signal; its code where a later engine knows more signals than these pages. */
  signalName: (code: string) => string
  /** All messages without arguments under a key prefix, by the rest of the key. */
  words: (beginning: string) => { name: string; words: string }[]
  number: (value: number) => string
  /** A fraction as a percentage: 0.5 is 50%. */
  percent: (share: number) => string
  /** A probability of counterfeit in whole per cent, rounded down as in the sentences of assessments. */
  probability: (value: number) => string
  /** Signed log-odds. */
  weight: (value: number) => string
  money: (amount: string, currency: string) => string
  day: (at: string) => string
  /** A list of words with the language's narrowest separators. */
  list: (words: readonly string[]) => string
  /** Sentences in a row; Chinese has no spaces between them. */
  sentences: (parts: readonly string[]) => string
  /** A value after its label, such as “Complaint: filed”. */
  labelled: (label: string, value: string) => string
  time: (at: string) => string
  /** Relative time, such as “2 hours ago”. */
  ago: (at: string, now: number) => string
}

/** `messages` grows as pages load. */
export function createText(locale: Locale, { messages, reasons, meanings }: Catalogue): Text {
  const numbers = once(() => new Intl.NumberFormat(locale))
  const percents = once(
    () =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      }),
  )
  const wholePercents = once(
    () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
  )
  const weights = once(
    () =>
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
        signDisplay: 'exceptZero',
      }),
  )
  const days = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))
  const times = once(
    () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  )
  const lists = once(() => new Intl.ListFormat(locale, { style: 'narrow' }))
  // Abbreviated Indonesian uses one letter for days that could be read as hours.
  const style = locale === 'id' ? 'long' : 'short'
  const distances = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style }))
  return {
    locale,
    reasons,
    meanings,
    meaning: (english) => (Object.hasOwn(meanings, english) ? meanings[english] : undefined),
    signalName: (code) => signalName(reasons, code),
    ...createMessageText<MessageKey, MessageArguments>(locale, messages),
    words: (beginning) =>
      Object.entries(messages).flatMap(([key, message]) =>
        key.startsWith(beginning)
          ? [{ name: key.slice(beginning.length), words: formatMessage(locale, message) }]
          : [],
      ),
    number: (value) => numbers().format(value),
    percent: (share) => percents().format(share),
    probability: (value) =>
      value > 0 && value < 0.01
        ? `<${wholePercents().format(0.01)}`
        : wholePercents().format(wholePercent(value) / 100),
    weight: (value) => weights().format(value),
    money: moneyIn(locale),
    list: (words) => lists().format(words),
    sentences: (parts) => parts.filter((part) => part !== '').join(locale === 'zh' ? '' : ' '),
    labelled: (label, value) => `${label}${locale === 'zh' ? '：' : ': '}${value}`,
    day: (at) => days().format(new Date(at)),
    time: (at) => times().format(new Date(at)),
    ago: (at, now) => distance(distances(), Date.parse(at) - now) ?? days().format(new Date(at)),
  }
}

/** Created on first use: each takes longer than rendering a row. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** Prices are decimal strings, which Intl formats without loss. */
function moneyIn(locale: string): Text['money'] {
  const formats = new Map<string, Intl.NumberFormat | undefined>()
  const formatOf = (currency: string): Intl.NumberFormat | undefined => {
    try {
      return new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'code',
        minimumFractionDigits: 0,
        maximumFractionDigits: 20,
      })
    } catch {
      // An invalid currency in third-party data.
      return undefined
    }
  }
  return (amount, currency) => {
    if (!formats.has(currency)) formats.set(currency, formatOf(currency))
    const format = formats.get(currency)
    return format?.format(amount as Intl.StringNumericLiteral) ?? `${currency} ${amount}`
  }
}

const steps = [
  ['second', 1000, 60],
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', 86_400_000, 7],
] as const

/** Undefined beyond a week, where a date is clearer. */
function distance(format: Intl.RelativeTimeFormat, milliseconds: number): string | undefined {
  for (const [unit, length, most] of steps) {
    const count = Math.round(milliseconds / length)
    if (Math.abs(count) < most) return format.format(count, unit)
  }
  return undefined
}
