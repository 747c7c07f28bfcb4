import type { WatchRates } from '@touchstone/contract'

export const rateFields = [
  'perThousandRequests',
  'perGibibyte',
  'perProcessorHour',
  'perPersonHour',
] as const
type RateField = (typeof rateFields)[number]

/** Rates as typed. */
export type RateValues = Record<RateField | 'currency', string>

export function rateValues(rates: WatchRates): RateValues {
  const words = (field: RateField): string => (rates[field] === 0 ? '' : String(rates[field]))
  return {
    currency: rates.currency,
    perThousandRequests: words('perThousandRequests'),
    perGibibyte: words('perGibibyte'),
    perProcessorHour: words('perProcessorHour'),
    perPersonHour: words('perPersonHour'),
  }
}

const highestRate = 1_000_000_000

/** The rates; nothing typed is nothing charged. Undefined while a value is none. */
export function ratesOf(values: RateValues): WatchRates | undefined {
  const currency = values.currency.trim().toUpperCase()
  const amounts = rateFields.map((field) => Number(values[field].trim()))
  const isReady =
    /^[A-Z]{3}$/.test(currency) && amounts.every((amount) => amount >= 0 && amount <= highestRate)
  if (!isReady) return undefined
  const [perThousandRequests = 0, perGibibyte = 0, perProcessorHour = 0, perPersonHour = 0] =
    amounts
  return { currency, perThousandRequests, perGibibyte, perProcessorHour, perPersonHour }
}
