export const withins = ['over', 'day', 'week', 'month'] as const
export type Within = (typeof withins)[number]

/** The filters of the deadlines, all in the page's address. */
export type DeadlineSearch = { within?: Within; regime?: string; case?: string }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads the filters from an address and drops invalid values. */
export function readDeadlineSearch(search: Record<string, unknown>): DeadlineSearch {
  const { within, regime, case: kase } = search
  const read = {
    within: withins.find((one) => one === within),
    regime: typeof regime === 'string' && /^[a-z0-9-]{1,60}$/.test(regime) ? regime : undefined,
    case: typeof kase === 'string' && uuid.test(kase) ? kase : undefined,
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

const day = 86_400_000
const spans: Record<Within, number> = { over: 0, day, week: 7 * day, month: 30 * day }

/** How soon each deadline falls: the shortest of these periods that holds it, or later. */
export function groupsOf<D extends { dueAt: string }>(
  deadlines: readonly D[],
  now: number,
): { within: Within | 'later'; deadlines: D[] }[] {
  const withinOf = ({ dueAt }: D): Within | 'later' =>
    withins.find((within) => Date.parse(dueAt) <= now + spans[within]) ?? 'later'
  return [...withins, 'later' as const].flatMap((within) => {
    const held = deadlines.filter((one) => withinOf(one) === within)
    return held.length === 0 ? [] : [{ within, deadlines: held }]
  })
}

/** The end of the selected period, in whole minutes so that repeated requests are the same. */
export function beforeOf(within: Within, now: number): string {
  return new Date(Math.ceil(now / 60_000) * 60_000 + spans[within]).toISOString()
}
