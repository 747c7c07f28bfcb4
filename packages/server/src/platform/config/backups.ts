/** For how many days, weeks and months with a backup the newest one of each is kept. */
export type KeepRule = { daily: number; weekly: number; monthly: number }

export type BackupsConfig = {
  folder: string
  /** Cron, in UTC. */
  schedule: string
  keep: KeepRule
  keyFile: string | undefined
}

/** Reads a rule such as `daily 7, weekly 5, monthly 12`; a period that is left out keeps none of its own. */
export function readKeepRule(text: string): KeepRule | undefined {
  const rule: KeepRule = { daily: 0, weekly: 0, monthly: 0 }
  const seen = new Set<string>()
  for (const part of text.split(',')) {
    const [, period, count] = /^(daily|weekly|monthly) ([1-9][0-9]{0,3})$/.exec(part.trim()) ?? []
    if (period === undefined || seen.has(period)) return undefined
    seen.add(period)
    rule[period as keyof KeepRule] = Number(count)
  }
  return rule
}

/** Least and most of minute, hour, day, month and weekday. */
const cronFields = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const

/** Whether a text is a cron expression of five fields, in numbers. */
export function isCron(text: string): boolean {
  const fields = text.split(' ')
  return (
    fields.length === cronFields.length &&
    cronFields.every((limits, place) =>
      fields[place]?.split(',').every((range) => isCronRange(range, limits)),
    )
  )
}

function isCronRange(range: string, [least, most]: readonly [number, number]): boolean {
  const [, from, to = from] = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/[1-9]\d?)?$/.exec(range) ?? [
    range,
    'no range',
  ]
  if (from === undefined) return true
  return Number(from) >= least && Number(from) <= Number(to) && Number(to) <= most
}
