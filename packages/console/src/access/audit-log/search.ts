/** The filters of the audit log, all in the page's address. */
export type LogSearch = {
  /** Action codes, separated by commas. */
  actions?: string
  /** Id of the actor. */
  who?: string
  /** First and last day, inclusive, in the reader's time zone. */
  from?: string
  to?: string
}

/** Reads the filters from an address and drops invalid values. */
export function readLogSearch(search: Record<string, unknown>): LogSearch {
  const matching = (name: string, pattern: RegExp): string | undefined => {
    const value = search[name]
    return typeof value === 'string' && pattern.test(value) ? value : undefined
  }
  const read = {
    actions: matching('actions', /^(?=.{1,4000}$)[a-z-]+(,[a-z-]+)*$/),
    who: matching('who', /^[^\0]{1,200}$/),
    from: dayOf(matching('from', /^\d{4}-\d\d-\d\d$/)),
    to: dayOf(matching('to', /^\d{4}-\d\d-\d\d$/)),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

/** Accepts only days that exist: not 31 February. */
function dayOf(text: string | undefined): string | undefined {
  return text !== undefined && beginOf(text) !== undefined ? text : undefined
}

export function actionsOf({ actions }: LogSearch): string[] {
  return actions === undefined ? [] : actions.split(',')
}

/** The filters as query parameters: from the start of the first day to the end of the last. */
export function queryOf({ actions, who, from, to }: LogSearch) {
  const begin = from === undefined ? undefined : beginOf(from)
  const end = to === undefined ? undefined : beginOf(to, 1)
  return {
    ...(actions !== undefined && { actions }),
    ...(who !== undefined && { actor: who }),
    ...(begin !== undefined && { from: begin.toISOString() }),
    ...(end !== undefined && { to: end.toISOString() }),
  }
}

/** Start of a day, or of a later one, in the reader's time zone, where not every day has 24 hours. */
function beginOf(day: string, later = 0): Date | undefined {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const begin = new Date(2000, 0, 1)
  begin.setFullYear(year, month - 1, date)
  const exists = begin.getMonth() === month - 1 && begin.getDate() === date
  if (!exists) return undefined
  begin.setDate(begin.getDate() + later)
  return begin
}
