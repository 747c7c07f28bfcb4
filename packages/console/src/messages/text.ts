import { formatMessage, type MessageValues, type ValuesOf } from '@touchstone/messages'
import type { ReasonMessages } from '@touchstone/recognition/wording'
import type { Catalogue, Locale, MessageKey } from './catalogue.ts'
import type { MessageArguments } from './message-types.ts'

/** Words, numbers, times and money as they are written in one language. */
export type Text = {
  locale: Locale
  /** The sentences of assessments, for `assessment-text`. */
  reasons: ReasonMessages
  /** The message with its values: those it asks for, no more. */
  t: <K extends MessageKey>(key: K, ...values: ValuesOf<MessageArguments, K>) => string
  /** The words for what the server names; undefined where these pages know none, as of a newer one. */
  word: (key: string, values?: MessageValues) => string | undefined
  /** All messages without arguments whose keys begin so, by the rest of their keys. */
  words: (beginning: string) => { name: string; words: string }[]
  number: (value: number) => string
  /** A share of one: 0.5 is 50%. */
  percent: (share: number) => string
  /** A probability in whole per cent, rounded down, as the sentences of assessments state it. */
  probability: (value: number) => string
  /** Log-odds with their sign. */
  weight: (value: number) => string
  money: (amount: string, currency: string) => string
  day: (at: string) => string
  /** Words one after the other, as few signs between them as the language takes. */
  list: (words: readonly string[]) => string
  time: (at: string) => string
  /** How long ago, as people say it. */
  ago: (at: string, now: number) => string
}

/** `messages` gains those of a page once that is opened. */
export function createText(locale: Locale, { messages, reasons }: Catalogue): Text {
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
  // Short, Indonesian writes days by a letter that may as well stand for hours.
  const style = locale === 'id' ? 'long' : 'short'
  const distances = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style }))
  const write = (key: string, values?: MessageValues): string =>
    formatMessage(locale, messages[key] ?? key, values)
  return {
    locale,
    reasons,
    t: (key, ...[values]) => write(key, values as MessageValues | undefined),
    word: (key, values) => (Object.hasOwn(messages, key) ? write(key, values) : undefined),
    words: (beginning) =>
      Object.entries(messages).flatMap(([key, message]) =>
        key.startsWith(beginning)
          ? [{ name: key.slice(beginning.length), words: formatMessage(locale, message) }]
          : [],
      ),
    number: (value) => numbers().format(value),
    percent: (share) => percents().format(share),
    probability: (value) => wholePercents().format(wholePercent(value) / 100),
    weight: (value) => weights().format(value),
    money: moneyIn(locale),
    list: (words) => lists().format(words),
    day: (at) => days().format(new Date(at)),
    time: (at) => times().format(new Date(at)),
    ago: (at, now) => distance(distances(), Date.parse(at) - now) ?? days().format(new Date(at)),
  }
}

/** At least `n` exactly where the probability is at least n/100: the pages load no function of the interface. */
export function wholePercent(probability: number): number {
  const percent = Math.floor(probability * 100)
  if (probability >= (percent + 1) / 100) return percent + 1
  return probability < percent / 100 ? percent - 1 : percent
}

/** Made when it is needed first: each takes longer than a row of a list. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** Prices are decimal strings, and stay exact: Intl reads them as they are. */
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
      // A currency that is none, as a stranger wrote it.
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

/** Undefined where it lies more than a week away: a date says more then. */
function distance(format: Intl.RelativeTimeFormat, milliseconds: number): string | undefined {
  for (const [unit, length, most] of steps) {
    const count = Math.round(milliseconds / length)
    if (Math.abs(count) < most) return format.format(count, unit)
  }
  return undefined
}
