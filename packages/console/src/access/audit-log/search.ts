/** Which entries of the log are shown; all of it is in the address. */
export type LogSearch = {
  /** Any of these, with commas between them. */
  actions?: string
  /** The id of who did it. */
  who?: string
  /** Days where the person is, both of them included. */
  from?: string
  to?: string
}

/** Reads the log's part of an address; what can be none of its values is left out. */
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

/** A day that there is: no 31st of February. */
function dayOf(text: string | undefined): string | undefined {
  return text !== undefined && beginOf(text) !== undefined ? text : undefined
}

export function actionsOf({ actions }: LogSearch): string[] {
  return actions === undefined ? [] : actions.split(',')
}

/** As the server is asked: from the first moment of one day to the last one of another. */
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

/** When a day begins where the person is, or one that is so many days later: not all have 24 hours. */
function beginOf(day: string, later = 0): Date | undefined {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const begin = new Date(2000, 0, 1)
  begin.setFullYear(year, month - 1, date)
  const exists = begin.getMonth() === month - 1 && begin.getDate() === date
  if (!exists) return undefined
  begin.setDate(begin.getDate() + later)
  return begin
}
