import type { FirstStep, FirstStepView, OrganisationKind } from '@touchstone/contract'
import { sql } from 'kysely'
import { kindOfOrganisation, type Actor } from '../../access/organisations/index.ts'
import { catalogBrands } from '../../brands/catalog/queries.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import { listingFacts, listingMentions } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { decisionsInForce } from '../../review/decisions/queries.ts'
import { readFindings, type AssessmentSource } from './findings.ts'
import { maySetUp } from './policy.ts'
import { notAllowed } from './read-inbox.ts'

/** The steps of each kind of organisation. Authorities and others receive what they work on. */
const stepsOf: Readonly<Partial<Record<OrganisationKind, readonly FirstStep[]>>> = {
  'rights-holder': [
    'add-brand',
    'claim-brand',
    'approve-claim',
    'import-listings',
    'decide-finding',
  ],
  counsel: ['claim-brand', 'approve-claim', 'decide-finding'],
  marketplace: ['import-listings', 'decide-finding'],
}

type FirstStepsInput = { handle: Transaction; actor: Actor; source: AssessmentSource }

/** The first steps of the member's organisation, done or open by what is stored. */
export async function readFirstSteps(options: FirstStepsInput): Promise<FirstStepView[]> {
  const { handle, actor, source } = options
  if (actor.kind !== 'person') throw notAllowed()
  if (!maySetUp(actor)) return []
  const { organisationId } = actor
  const kind = await kindOfOrganisation(handle, organisationId)
  const steps = (kind && stepsOf[kind]) ?? []
  if (steps.length === 0) return []
  const { unclaimed, ...done } = await readState(handle, organisationId)
  const views = steps.map((step) => ({
    step,
    done: done[step],
    brand: step === 'claim-brand' ? unclaimed : null,
    listing: null,
  }))
  const waits = views.some(({ step, done: isDone }) => step === 'import-listings' && !isDone)
  if (done['decide-finding'] || waits) return views
  const { rows } = await readFindings(handle, { actor, source, limit: 1 })
  const listing = rows[0]?.id ?? null
  return views.map((view) => (view.step === 'decide-finding' ? { ...view, listing } : view))
}

type State = Record<FirstStep, boolean> & { unclaimed: string | null }

async function readState(handle: Transaction, organisationId: string): Promise<State> {
  const own = sql`organisation_id = ${organisationId}::uuid`
  const claimed = sql`c.${own} and c.kind = 'registered'`
  // Whoever sees listings that marketplaces sent has something to decide on without an import.
  const inSight = sql`m.shared and m.confidence >= 0.9
    and m.brand_id = any ((select brands_in_sight())::text[])`
  const { rows } = await sql<State>`
    select
      exists (select from ${catalogBrands} b where b.${own} and b.removed_at is null)
        as "add-brand",
      exists (select from ${allClaims} c
        where ${claimed} and c.state in ('pending', 'approved', 'contested')) as "claim-brand",
      exists (select from ${allClaims} c where ${claimed} and c.state = 'approved')
        as "approve-claim",
      exists (select from ${listingFacts} l where l.${own})
        or exists (select from ${listingMentions} m where ${inSight}) as "import-listings",
      exists (select from ${decisionsInForce} d where d.${own}) as "decide-finding",
      (select min(b.id) from ${catalogBrands} b
        where b.${own} and b.removed_at is null and not exists (
          select from ${allClaims} c where ${claimed} and c.brand_id = b.id
            and c.state in ('pending', 'approved', 'contested'))) as unclaimed`.execute(handle)
  const [state] = rows
  if (state === undefined) throw new RangeError('A query without a table returned no row.')
  return state
}
