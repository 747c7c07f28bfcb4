import type { TipInput } from '@touchstone/contract'
import type { SentPage } from './sent-page.ts'

export const tipSources = [
  'customs',
  'test-purchase',
  'consumer',
  'employee',
  'partner',
  'other',
] as const satisfies readonly TipInput['source'][]

/** A tip as typed. */
export type TipValues = { url: string; source: string; brand: string; day: string; words: string }

export const emptyTip: TipValues = { url: '', source: '', brand: '', day: '', words: '' }

/** A tip of what the person looks at. */
export function valuesOf({ url, words }: SentPage): TipValues {
  return { ...emptyTip, url, words, source: 'employee' }
}

export type TipFault = 'address' | 'source' | 'brand' | 'future'

/** What is wrong with the values, by field. */
export function faultsOf(
  values: TipValues,
  { needsBrand, now }: { needsBrand: boolean; now: Date },
): Partial<Record<keyof TipValues, TipFault>> {
  return {
    ...(!isWebAddress(values.url.trim()) && { url: 'address' as const }),
    ...(values.source === '' && { source: 'source' as const }),
    ...(needsBrand && values.brand === '' && { brand: 'brand' as const }),
    ...(values.day !== '' && startOf(values.day) > now && { day: 'future' as const }),
  }
}

export function inputOf(
  { url, source, brand, day, words }: TipValues,
  page?: SentPage['page'],
): TipInput {
  const known = tipSources.find((name) => name === source)
  if (known === undefined) throw new Error('a tip without a source was sent')
  return {
    url: url.trim(),
    source: known,
    ...(brand !== '' && { brand }),
    ...(day !== '' && { receivedAt: startOf(day).toISOString() }),
    ...(words.trim() !== '' && { words: words.trim() }),
    ...(page !== undefined && { page }),
  }
}

/** The beginning of a day where the person is. */
function startOf(day: string): Date {
  return new Date(`${day}T00:00:00`)
}

export function isWebAddress(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    text.length <= 2000 &&
    /^https?:$/.test(URL.parse(text)?.protocol ?? '')
  )
}
