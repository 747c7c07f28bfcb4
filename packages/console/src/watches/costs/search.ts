export const costGroups = ['watch', 'site', 'query', 'month'] as const
export type CostGroup = (typeof costGroups)[number]

export const costPeriods = [1, 3, 12] as const
export type CostPeriod = (typeof costPeriods)[number]

/** Search parameters of the costs: defaults are absent. */
export type CostSearch = {
  by?: Exclude<CostGroup, 'watch'>
  watch?: string
  months?: Exclude<CostPeriod, 12>
}

export function readCostSearch(search: Record<string, unknown>): CostSearch {
  const by = costGroups.find((group) => group === search['by'])
  const months = costPeriods.find((period) => String(period) === String(search['months']))
  const watch = search['watch']
  return {
    ...(by !== undefined && by !== 'watch' && { by }),
    ...(typeof watch === 'string' && /^[0-9a-f-]{36}$/.test(watch) && { watch }),
    ...(months !== undefined && months !== 12 && { months }),
  }
}

/** The first day of a period that ends today. */
export function firstDay(months: number, now: Date): string {
  const date = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1))
  // The last day of a shorter month.
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(now.getUTCDate(), days))
  return date.toISOString().slice(0, 10)
}
