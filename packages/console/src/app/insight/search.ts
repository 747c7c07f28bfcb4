import type { InsightFigure } from '@touchstone/contract'

/** The filters of the figures, all in the page's address. */
export type InsightFilters = {
  brand?: string
  marketplace?: string
  country?: string
  sellerAccount?: string
}

/** The figure whose listings are shown, with its days. */
export type FigureSearch = InsightFilters & {
  figure: InsightFigure
  key?: string
  from: string
  to: string
}

const figureNames = [
  'decided',
  'acted',
  'contested',
  'down-after-7',
  'down-after-30',
  'takedown-time',
] as const satisfies readonly InsightFigure[]

/** A text of this form; of another the interface would refuse the request. */
function formed(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const isoDay = /^\d{4}-\d{2}-\d{2}$/

function day(value: unknown): string | undefined {
  const given = formed(value, isoDay)
  // The 31st of February is none.
  return given !== undefined && new Date(given).toJSON()?.startsWith(given) ? given : undefined
}

export function readInsightSearch(search: Record<string, unknown>): InsightFilters {
  const read = {
    brand: formed(search['brand'], /^.{1,200}$/u),
    marketplace: formed(search['marketplace'], /^.{1,200}$/u),
    country: formed(search['country'], /^[A-Z]{2}$/),
    sellerAccount: formed(search['sellerAccount'], uuid),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

/** An address without a figure or its days shows the decisions of today. */
export function readFigureSearch(search: Record<string, unknown>): FigureSearch {
  const today = new Date().toISOString().slice(0, 10)
  const key = formed(search['key'], /^[a-z-]{1,50}$/)
  return {
    ...readInsightSearch(search),
    figure: figureNames.find((name) => name === search['figure']) ?? 'decided',
    ...(key !== undefined && { key }),
    from: day(search['from']) ?? today,
    to: day(search['to']) ?? today,
  }
}
