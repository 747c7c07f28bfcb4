export type MessageValue = string | number | Date
export type MessageValues = Readonly<Record<string, MessageValue>>

/**
 * A compiled message: a text with places written `{name}`, or a list of parts if it has plurals, numbers or choices.
 * It is data, so that formatting needs neither a parser nor `eval`.
 */
export type Message = string | readonly MessagePart[]
type Options = Readonly<Record<string, Message>>
export type MessagePart =
  | string
  /** The number of the enclosing plural. */
  | 0
  | readonly [name: string, kind: 'number']
  | readonly [name: string, kind: 'select', options: Options]
  | readonly [name: string, kind: 'plural' | 'ordinal', options: Options, offset?: number]

/** The message with its values, with numbers and plurals formatted for the language. */
export function formatMessage(
  locale: string,
  message: Message,
  values: MessageValues = {},
): string {
  return formatParts(locale, message, values, 0)
}

/** Fills the places of a text; a place without a value stays visible. */
export function fillPlaces(text: string, values: MessageValues): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name]
    return value === undefined ? place : String(value)
  })
}

function formatParts(
  locale: string,
  message: Message,
  values: MessageValues,
  count: number,
): string {
  if (typeof message === 'string') return fillPlaces(message, values)
  return message.map((part) => formatPart(locale, part, values, count)).join('')
}

function formatPart(
  locale: string,
  part: MessagePart,
  values: MessageValues,
  count: number,
): string {
  if (typeof part === 'string') return fillPlaces(part, values)
  if (part === 0) return numberFormat(locale).format(count)
  const value = values[part[0]] ?? ''
  if (part[1] === 'number') return numberFormat(locale).format(Number(value))
  const [, kind, options] = part
  if (kind === 'select') {
    return formatParts(locale, options[String(value)] ?? options['other'] ?? '', values, count)
  }
  const number = Number(value)
  const rest = number - (part[3] ?? 0)
  const option = options[`=${number}`] ?? options[category(locale, kind, rest)] ?? options['other']
  return formatParts(locale, option ?? '', values, rest)
}

const numberFormats = new Map<string, Intl.NumberFormat>()
const pluralRules = new Map<string, Intl.PluralRules>()

/** Cached, since creating one takes longer than formatting a page. */
function numberFormat(locale: string): Intl.NumberFormat {
  const known = numberFormats.get(locale) ?? new Intl.NumberFormat(locale)
  numberFormats.set(locale, known)
  return known
}

function category(locale: string, kind: 'plural' | 'ordinal', number: number): string {
  const key = `${locale} ${kind}`
  const type = kind === 'plural' ? 'cardinal' : 'ordinal'
  const known = pluralRules.get(key) ?? new Intl.PluralRules(locale, { type })
  pluralRules.set(key, known)
  return known.select(number)
}
