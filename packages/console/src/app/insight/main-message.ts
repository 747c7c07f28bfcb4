import type { InsightView } from '@touchstone/contract'

/** What the figures say first, and what to do if nothing was acted on. */
export type MainMessage =
  | { says: 'nothing' }
  | { says: 'undecided'; found: number }
  | { says: 'not-enforced'; found: number; decided: number; infringing: number }
  | { says: 'nothing-to-enforce'; found: number; decided: number }
  | { says: 'acted'; found: number; acted: number; contests: Contests }

/** Of the listings acted on. */
type Contests = { reversed: number; decided: number; open: number }

type Totals = readonly { key: string; total: number }[]

const infringing: ReadonlySet<string> = new Set(['counterfeit', 'grey-market', 'trademark-misuse'])

export function mainMessage({
  found,
  decided,
  acted,
  contested,
}: Pick<InsightView, 'found' | 'decided' | 'acted' | 'contested'>): MainMessage {
  const all = { found: sum(found), decided: sum(decided), acted: sum(acted) }
  const against = sum(decided.filter(({ key }) => infringing.has(key)))
  if (all.acted > 0) {
    const of = (key: string): number => sum(contested.counts.filter((one) => one.key === key))
    const contests = {
      reversed: of('reversed'),
      decided: of('reversed') + of('confirmed'),
      open: of('open'),
    }
    return { says: 'acted', found: all.found, acted: all.acted, contests }
  }
  if (all.decided === 0) {
    return all.found === 0 ? { says: 'nothing' } : { says: 'undecided', found: all.found }
  }
  const { found: count, decided: of } = all
  return against === 0
    ? { says: 'nothing-to-enforce', found: count, decided: of }
    : { says: 'not-enforced', found: count, decided: of, infringing: against }
}

function sum(counts: Totals): number {
  return counts.reduce((total, one) => total + one.total, 0)
}
