import { foundVerdicts, type InsightFigure } from '@touchstone/contract'
import type { Days } from '../types.ts'
import { dayMilliseconds, type GeneratedWork, type MadeListing } from './generated-work.ts'

export type Reader = {
  organisation: string
  restricts: boolean
  /** Whether the reader sees this listing. */
  sees: (listing: MadeListing) => boolean
  filters: { brand?: string; marketplace?: string; country?: string }
}

export type Fact = {
  listing: string
  at: Date
  key: string
  from: number | null
  to: number | null
}

const plain = { from: null, to: null }

/** The figures by their definitions, row by row, without a store. */
export class Oracle {
  readonly #work: GeneratedWork
  readonly #now: Date
  constructor(work: GeneratedWork, now: Date) {
    this.#work = work
    this.#now = now
  }

  factsOf(figure: InsightFigure | 'found', reader: Reader, days: Days): Fact[] {
    const seen = new Set(
      this.#work.listings
        .filter((one) => reader.sees(one))
        .filter((one) =>
          Object.entries(reader.filters).every(
            ([name, value]) => one[name as 'brand' | 'marketplace' | 'country'] === value,
          ),
        )
        .map(({ id }) => id),
    )
    return this.#all(figure, reader).filter(
      ({ listing, at }) => seen.has(listing) && isWithin(at, days),
    )
  }

  #all(figure: InsightFigure | 'found', reader: Reader): Fact[] {
    switch (figure) {
      case 'found':
        return this.#work.listings
          .filter(({ verdict }) => foundVerdicts.some((one) => one === verdict))
          .map(({ id, at, verdict }) => ({ ...plain, listing: id, at, key: verdict }))
      case 'decided':
        return this.#decided(reader)
      case 'acted':
        return this.#acted(reader)
      case 'contested':
        return this.#acted(reader).map((fact) => ({ ...fact, key: this.#contest(fact, reader) }))
      case 'down-after-7':
        return this.#down(7, reader)
      case 'down-after-30':
        return this.#down(30, reader)
      case 'takedown-time':
        return this.#times(reader)
    }
  }

  #decided({ organisation }: Reader): Fact[] {
    const valid = this.#work.decisions.filter(
      ({ by, withdrawn }) => by === organisation && !withdrawn,
    )
    return latestByListing(
      valid.map(({ listing, at, verdict }) => ({ ...plain, listing, at, key: verdict })),
    )
  }

  #acted({ organisation, restricts }: Reader): Fact[] {
    const { notices, measures, outcomes } = this.#work
    const done: Fact[] = notices
      .filter(({ by }) => by === organisation)
      .flatMap(({ listing, sentAt }) =>
        sentAt === null ? [] : [{ ...plain, listing, at: sentAt, key: 'notice' }],
      )
    if (restricts) {
      for (const { by, listing, startsOn } of measures) {
        const at = new Date(`${startsOn}T00:00:00Z`)
        if (by === organisation) done.push({ ...plain, listing, at, key: 'restriction' })
      }
      for (const { by, listing, outcome, at } of outcomes) {
        if (by === organisation && outcome === 'removed') {
          done.push({ ...plain, listing, at, key: 'removal' })
        }
      }
    }
    const first = new Map<string, Fact>()
    for (const fact of done) {
      const known = first.get(fact.listing)
      const isEarlier =
        known === undefined ||
        fact.at < known.at ||
        (fact.at.getTime() === known.at.getTime() && fact.key < known.key)
      if (isEarlier) first.set(fact.listing, fact)
    }
    return [...first.values()]
  }

  #contest({ listing }: Fact, { organisation }: Reader): string {
    const { notices, measures, outcomes } = this.#work
    const own = <T extends { by: string; listing: string }>(rows: readonly T[]): T[] =>
      rows.filter((one) => one.by === organisation && one.listing === listing)
    const told: (string | null)[] = [
      ...own(notices).flatMap(({ reported }) => reported),
      ...own(measures).flatMap(({ appeal }) =>
        appeal === null || appeal.state === 'withdrawn' ? [] : [appeal.outcome],
      ),
      ...own(outcomes).flatMap(({ outcome }) => {
        if (outcome === 'appealed') return [null]
        if (outcome === 'appeal-upheld') return ['upheld']
        return outcome === 'appeal-rejected' ? ['rejected'] : []
      }),
    ]
    if (told.includes('upheld')) return 'reversed'
    if (told.includes('rejected')) return 'confirmed'
    return told.length > 0 ? 'open' : 'uncontested'
  }

  #down(days: number, { organisation }: Reader): Fact[] {
    return this.#work.notices.flatMap((notice): Fact[] => {
      const { by, listing, state, sentAt, checkedAt, look, goneAt } = notice
      if (by !== organisation || state !== 'sent' || sentAt === null) return []
      const due = sentAt.getTime() + days * dayMilliseconds
      if (due > this.#now.getTime() || (goneAt !== null && goneAt <= sentAt)) return []
      const isChecked = checkedAt !== null && checkedAt.getTime() >= due
      const seen = look === 'gone' ? 'down' : look === 'live' ? 'up' : 'inconclusive'
      return [{ ...plain, listing, at: sentAt, key: isChecked ? seen : 'unchecked' }]
    })
  }

  #times({ organisation }: Reader): Fact[] {
    return this.#work.notices.flatMap(
      ({ by, listing, state, sentAt: at, liveAt, goneAt }): Fact[] => {
        if (by !== organisation || state !== 'sent' || at === null) return []
        const days = (later: Date): number =>
          Math.max(0, (later.getTime() - at.getTime()) / dayMilliseconds)
        if (goneAt !== null && goneAt <= at) return [{ ...plain, listing, at, key: 'gone-before' }]
        const from = liveAt === null ? 0 : days(liveAt)
        if (goneAt !== null) return [{ listing, at, key: 'gone', from, to: days(goneAt) }]
        if (liveAt !== null && liveAt > at) return [{ listing, at, key: 'live', from, to: null }]
        return [{ ...plain, listing, at, key: 'unknown' }]
      },
    )
  }
}

function isWithin(at: Date, { from, to }: Days): boolean {
  const day = at.toISOString().slice(0, 10)
  return day >= from && day <= to
}

function latestByListing(facts: readonly Fact[]): Fact[] {
  const latest = new Map<string, Fact>()
  for (const fact of facts) {
    const known = latest.get(fact.listing)
    if (known === undefined || fact.at > known.at) latest.set(fact.listing, fact)
  }
  return [...latest.values()]
}
