import {
  figureDelayDays,
  publishedQuarters,
  type GoodsFigures,
  type GoodsFiguresView,
} from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import type { Context, Store } from '../../platform/db/index.ts'
import { countByMonth, type MonthRow } from './repository.ts'
import { withholdParts, withholdSmall } from './withhold-counts.ts'

const dayMs = 24 * 3_600_000
const freshMs = dayMs
const monthsOfQuarter = 3

const asReader: Context = { as: 'operator', actor: { kind: 'operator', id: 'published-figures' } }

/** The figures of the installation for anyone, computed once a day at most. */
export class PublishedFigures {
  #known: { at: number; view: Promise<GoodsFiguresView> } | undefined
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async read(now: Date): Promise<GoodsFiguresView> {
    const known = this.#known
    if (known !== undefined && now.getTime() - known.at < freshMs) return known.view
    const view = this.#store
      .transact(asReader, (handle) => countByMonth(handle, publishedPeriod(now)))
      .then(toFiguresView)
    this.#known = { at: now.getTime(), view }
    view.catch(() => (this.#known = undefined))
    return view
  }
}

/**
 * The completed quarters with figures. None of them changes its months, so that no later figure is the difference of
 * two published ones.
 */
export function publishedPeriod(now: Date): { from: Date; to: Date } {
  const due = new Date(now.getTime() - figureDelayDays * dayMs)
  const year = due.getUTCFullYear()
  const month = due.getUTCMonth() - (due.getUTCMonth() % monthsOfQuarter)
  return {
    from: new Date(Date.UTC(year, month - publishedQuarters * monthsOfQuarter)),
    to: new Date(Date.UTC(year, month)),
  }
}

/** @param rows all months of whole quarters, in their order */
function toFiguresView(rows: readonly MonthRow[]): GoodsFiguresView {
  const quarters: GoodsFiguresView['quarters'] = []
  for (let at = 0; at < rows.length; at += monthsOfQuarter)
    quarters.push(quarterOf(rows.slice(at, at + monthsOfQuarter)))
  return { quarters: quarters.reverse() }
}

function quarterOf(rows: readonly MonthRow[]): GoodsFiguresView['quarters'][number] {
  const scans = withholdSmall(rows.map((row) => row.scans))
  const alarms = withholdSmall(rows.map((row) => row.alarms))
  const reports = withholdSmall(rows.map((row) => row.reports))
  const wrongAlarms = withholdParts(
    rows.map((row) => ({ part: row.wrongAlarms, rest: row.alarms - row.wrongAlarms })),
    alarms,
  )
  const upheldReports = withholdParts(
    rows.map((row) => ({ part: row.upheldReports, rest: row.reports - row.upheldReports })),
    reports,
  )
  const figuresOf = (place: number | 'total'): GoodsFigures => {
    const cell = ({ months, total }: typeof scans): number | null =>
      place === 'total' ? total : (months[place] ?? null)
    return {
      scans: cell(scans),
      alarms: cell(alarms),
      wrongAlarms: partOf(cell(wrongAlarms), cell(alarms)),
      reports: cell(reports),
      upheldReports: partOf(cell(upheldReports), cell(reports)),
    }
  }
  const [year = '', month = ''] = rows[0]?.month.split('-') ?? []
  return {
    quarter: `${year}-Q${Math.ceil(Number(month) / monthsOfQuarter)}`,
    total: figuresOf('total'),
    months: rows.map((row, place) => ({ month: row.month, ...figuresOf(place) })),
  }
}

function partOf(count: number | null, of: number | null): GoodsFigures['wrongAlarms'] {
  if (count === null || of === null) return { count, share: null }
  const { share, low, high } = shareOf(count, of)
  return { count, share: share === null ? null : { value: share, low, high } }
}

const columns = [
  'period',
  'scans',
  'alarms',
  'wrong_alarms',
  'wrong_alarms_share',
  'wrong_alarms_low',
  'wrong_alarms_high',
  'reports',
  'upheld_reports',
  'upheld_reports_share',
  'upheld_reports_low',
  'upheld_reports_high',
]

/** RFC 4180: a line for each month and quarter, the newest quarter first; an empty cell is withheld. */
export function toCsv({ quarters }: GoodsFiguresView): string {
  const partCells = ({ count, share }: GoodsFigures['wrongAlarms']) => [
    count,
    share?.value.toFixed(4),
    share?.low.toFixed(4),
    share?.high.toFixed(4),
  ]
  const lineOf = (period: string, figures: GoodsFigures): string =>
    [
      period,
      figures.scans,
      figures.alarms,
      ...partCells(figures.wrongAlarms),
      figures.reports,
      ...partCells(figures.upheldReports),
    ]
      .map((cell) => cell ?? '')
      .join(',')
  const lines = quarters.flatMap(({ quarter, total, months }) => [
    lineOf(quarter, total),
    ...months.map((figures) => lineOf(figures.month, figures)),
  ])
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`
}
