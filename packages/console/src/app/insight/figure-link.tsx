import { Link } from '@tanstack/react-router'
import type { InsightFigure, InsightView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import type { InsightFilters } from './search.ts'

export type Days = { from: string; to: string }
export type Figure = InsightFigure | 'found'
type FoundKey = InsightView['found'][number]['key']

const foundVerdicts: readonly FoundKey[] = ['block', 'review']

export type FigureLinkProps = {
  figure: Figure
  /** Without one, all listings of the figure. */
  value?: string
  days: Days
  filters: InsightFilters
  count: number
  /** What is counted, for a reader who hears the link alone. */
  label: string
}

/** A number that opens the listings behind it. */
export function FigureLink(props: FigureLinkProps): ReactNode {
  const { number } = useText()
  const { figure, value, days, filters, count, label } = props
  if (count === 0) return <span className="figures">{number(0)}</span>
  const linkProps = { className: 'figures', 'aria-label': `${label}: ${number(count)}` }
  if (figure === 'found') {
    const verdict = foundVerdicts.find((one) => one === value)
    const search = { ...filters, ...(verdict && { verdict }), seenFrom: days.from, seenTo: days.to }
    return (
      <Link to="/listings" search={search} {...linkProps}>
        {number(count)}
      </Link>
    )
  }
  const search = { ...filters, figure, ...(value !== undefined && { key: value }), ...days }
  return (
    <Link to="/insight/listings" search={search} {...linkProps}>
      {number(count)}
    </Link>
  )
}

/** The days of a month that are within a period. */
export function daysOfMonth(month: string, period: Days): Days {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
  const first = `${month}-01`
  return {
    from: first < period.from ? period.from : first,
    to: last > period.to ? period.to : last,
  }
}
