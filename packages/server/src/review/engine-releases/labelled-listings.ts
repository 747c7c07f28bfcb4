import type {
  DecisionVerdict,
  GoodsLabel,
  Listing,
  OrganisationKind,
  OutcomeKind,
} from '@touchstone/contract'
import { sql } from 'kysely'
import { labelOfDecision, labelOfOutcome } from '../decisions/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { listingFacts, listingVersions } from '../../listings/ingest/queries.ts'

export type LabelledContent = { content: Listing; isCounterfeit: boolean }

const strengths: readonly GoodsLabel['strength'][] = ['none', 'weak', 'medium', 'strong']

/** Combines several labels of the same goods: the strongest; undefined if they conflict. */
export function strongestLabel(labels: readonly GoodsLabel[]): GoodsLabel | undefined {
  const rank = ({ strength }: GoodsLabel): number => strengths.indexOf(strength)
  const conclusive = labels.filter(({ class: labelClass }) => labelClass !== 'unknown')
  const most = Math.max(...conclusive.map(rank))
  const best = conclusive.filter((label) => rank(label) === most)
  const [first] = best
  return best.every((label) => label.class === first?.class) ? first : undefined
}

type LabelledRow = {
  listingId: string
  verdict: DecisionVerdict | null
  source: OrganisationKind
  outcome: OutcomeKind | null
}

/**
 * The newest listings whose goods people of any organisation labelled: by the last decision of each organisation, and
 * every outcome. Needs the operator’s context.
 */
export async function listLabelledListings(
  handle: Transaction,
  most: number,
): Promise<{ listings: LabelledContent[]; contradicted: number }> {
  const { rows: labelledRows } = await sql<LabelledRow>`
    select listing_id as "listingId", verdict, source, null as outcome from (
      select distinct on (listing_id, organisation_id) listing_id, verdict, source, recorded_at
      from decisions
      order by listing_id, organisation_id, decided_at desc, recorded_at desc, id desc
    ) last
    union all
    select listing_id, null, source, outcome from outcomes`.execute(handle)
  const labels = [...Map.groupBy(labelledRows, ({ listingId }) => listingId)].flatMap(
    ([id, own]) => {
      const labelsOfListing = own.flatMap(({ verdict, source, outcome }) => [
        ...(verdict === null ? [] : [labelOfDecision(verdict, source)]),
        ...(outcome === null ? [] : [labelOfOutcome(outcome)]),
      ])
      const isKnown = labelsOfListing.some((label) => label.class !== 'unknown')
      return isKnown ? [{ id, label: strongestLabel(labelsOfListing) }] : []
    },
  )
  const known = new Map(labels.flatMap(({ id, label }) => (label ? [[id, label] as const] : [])))
  const { rows } = await sql<{ id: string; content: Listing }>`
    with newest as materialized (
      select id, version from ${listingFacts} l
      where id = any (${[...known.keys()]}::uuid[])
      order by first_seen_at desc, id desc limit ${most}
    )
    select newest.id, v.content from newest
    join ${listingVersions} v on v.listing_id = newest.id and v.version = newest.version`.execute(
    handle,
  )
  return {
    listings: rows.map(({ id, content }) => ({
      content,
      isCounterfeit: known.get(id)?.class === 'counterfeit',
    })),
    contradicted: labels.length - known.size,
  }
}
