import { trimEnd, type Listing } from '@touchstone/contract'
import type { Cell } from '../row.ts'
import { nameKey } from './header-names.ts'

type Parsed<T> = { value: T } | { problem: string; remedy: string; reason?: 'ambiguous' }

const conditionWords: Record<string, 'new' | 'used' | 'refurbished'> = {}
for (const [condition, words] of Object.entries({
  new: 'new brandnew neu neuware nuevo nueva neuf neuve nuovo novo baru 全新 новый новое новая 新品 새상품 yeni mới newwithtags newother https://schema.org/newcondition newcondition',
  used: 'used secondhand preowned gebraucht usado usada usato occasion bekas 二手 九成新 б/у бывшийвупотреблении 中古 중고 ikinciel usedcondition',
  refurbished:
    'refurbished renewed generalüberholt reacondicionado reconditionné ricondizionato rekondisi 翻新 官翻 восстановленный 整備済み 리퍼 refurbishedcondition',
})) {
  for (const word of words.split(' ')) {
    conditionWords[nameKey(word)] = condition as 'new' | 'used' | 'refurbished'
  }
}

/** An unknown word means `unknown`: the condition is no reason to reject a listing. */
export function conditionOf(cell: Cell): { value: NonNullable<Listing['condition']> } {
  const key = nameKey(String(cell).replace(/^https?:\/\/schema\.org\//, ''))
  return {
    value: Object.hasOwn(conditionWords, key) ? (conditionWords[key] ?? 'unknown') : 'unknown',
  }
}

export function wholeNumberOf(cell: Cell): Parsed<number> {
  const text = String(cell).trim()
  const plain = text.replace(/[\s.,'’](?=\d{3}(?:\D|$))/g, '')
  const value = Number(plain)
  if (/^\d{1,15}$/.test(plain)) return { value }
  return { problem: 'is not a whole number', remedy: 'write digits only: 12' }
}

/** ISO 3166-1 alpha-2 in either case; country names are not guessed. */
export function countryOf(cell: Cell): Parsed<string> {
  const code = String(cell).trim().toUpperCase()
  if (/^[A-Z]{2}$/.test(code)) return { value: code }
  return { problem: 'is not a country code', remedy: 'write the two letters of ISO 3166-1: CN' }
}

export type DateOrder = 'day-first' | 'month-first'

/** A date, or a date with time; UTC without an offset. Which of two numbers is the day is never guessed. */
export function instantOf(cell: Cell, order?: DateOrder): Parsed<string> {
  const written = isoText(String(cell).trim(), order)
  if (written === undefined) {
    return {
      problem: 'is a date that can be read in two ways',
      remedy: 'state whether the day or the month comes first, or write it as 2026-11-25',
      reason: 'ambiguous',
    }
  }
  const text = written.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T')
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(
    text,
  )
  if (parts !== null && isMoment(text, parts[1] ?? '')) {
    const [, day = '', time = '00:00', seconds = ':00', offset = 'Z'] = parts
    return { value: `${day}T${time}${seconds}${offset}` }
  }
  return { problem: 'is no date', remedy: 'write it as 2026-11-25T08:30:00Z' }
}

/** The 31st of February would otherwise be a day in March. */
function isMoment(text: string, day: string): boolean {
  const parsed = new Date(day)
  return (
    !Number.isNaN(Date.parse(text)) &&
    !Number.isNaN(parsed.getTime()) &&
    parsed.toISOString().startsWith(day)
  )
}

const localDate = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:,?[ T](\d{1,2}:\d\d(?::\d\d)?))?$/
const yearFirst = /^(\d{4})[./年](\d{1,2})[./月](\d{1,2})日?(?:[ T](\d{1,2}:\d\d(?::\d\d)?))?$/

/** A date of another form in the form of ISO 8601; other text unchanged, undefined if ambiguous. */
function isoText(text: string, order: DateOrder | undefined): string | undefined {
  const wide = (digits: string): string => digits.padStart(2, '0')
  const at = (time: string | undefined): string =>
    time === undefined ? '' : `T${time.padStart(time.length > 5 ? 8 : 5, '0')}`
  const [, year, ofYear = '', ofMonth = '', clock] = yearFirst.exec(text) ?? []
  if (year !== undefined) return `${year}-${wide(ofYear)}-${wide(ofMonth)}${at(clock)}`
  const [, first = '', second = '', inYear, time] = localDate.exec(text) ?? []
  if (inYear === undefined) return text
  const isDayFirst =
    dayFirst(Number(first), Number(second)) ??
    (order === undefined ? undefined : order === 'day-first')
  if (isDayFirst === undefined) return undefined
  const [day, month] = isDayFirst ? [first, second] : [second, first]
  return `${inYear}-${wide(month)}-${wide(day)}${at(time)}`
}

/** Whether the first of two numbers of a date is the day; undefined if both orders are possible. */
function dayFirst(first: number, second: number): boolean | undefined {
  if (first > 12) return true
  if (second > 12) return false
  return first === second ? true : undefined
}

/** The order that a date shows, if it can be read in one way only. */
export function orderIn(cell: Cell): DateOrder | undefined {
  const [, first = '', second = '', year] = localDate.exec(String(cell).trim()) ?? []
  if (year === undefined || first === second) return undefined
  const isDayFirst = dayFirst(Number(first), Number(second))
  return isDayFirst === undefined ? undefined : isDayFirst ? 'day-first' : 'month-first'
}

/** The addresses in a cell: one per line, or separated by spaces, commas, semicolons or pipes. */
export function addressesIn(text: string): string[] {
  return text
    .split(/\s+|[,;|]\s*(?=https?:|\/\/)/)
    .map((part) => trimEnd(part, ',;|'))
    .filter((part) => part !== '')
}
