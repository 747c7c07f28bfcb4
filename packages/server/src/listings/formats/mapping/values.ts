import { trimEnd, type Listing } from '@touchstone/contract'
import type { Cell } from '../row.ts'
import { nameKey } from './names.ts'

type Parsed<T> = { value: T } | { problem: string; mend: string }

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
  return { problem: 'is not a whole number', mend: 'write digits only: 12' }
}

/** ISO 3166-1 alpha-2 in either case; country names are not guessed. */
export function countryOf(cell: Cell): Parsed<string> {
  const code = String(cell).trim().toUpperCase()
  if (/^[A-Z]{2}$/.test(code)) return { value: code }
  return { problem: 'is not a country code', mend: 'write the two letters of ISO 3166-1: CN' }
}

/** A date, or a date with time; UTC without an offset. */
export function instantOf(cell: Cell): Parsed<string> {
  const text = String(cell)
    .trim()
    .replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T')
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(
    text,
  )
  if (parts !== null && !Number.isNaN(Date.parse(text))) {
    const [, day = '', time = '00:00', seconds = ':00', offset = 'Z'] = parts
    return { value: `${day}T${time}${seconds}${offset}` }
  }
  return { problem: 'is no date', mend: 'write it as 2026-11-25T08:30:00Z' }
}

/** The addresses in a cell: one per line, or separated by spaces, commas, semicolons or pipes. */
export function addressesIn(text: string): string[] {
  return text
    .split(/\s+|[,;|]\s*(?=https?:|\/\/)/)
    .map((part) => trimEnd(part, ',;|'))
    .filter((part) => part !== '')
}
