import { defaultRegime as regime, shippedRules } from '@touchstone/jurisdiction'
import { sql } from 'kysely'
import type { OrganisationKind } from '@touchstone/contract'
import { maxInboxCount } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { memberRights, openInvitations } from '../../access/users/queries.ts'
import { catalogBrands } from '../../brands/catalog/queries.ts'
import { listClaims, type Claim } from '../../brands/claims/index.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import { authorisedSignatories } from '../../enforcement/notices/queries.ts'
import { counselApprovals } from '../../enforcement/proceedings/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import { presentWebhooks } from '../../messaging/webhooks/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { starterNameOf } from './brand-names.ts'
import { readWaiting, type ReadOptions } from './repository.ts'
import { blankRow, countedRows, type Waiting } from './types.ts'

const isFailing = sql`(h.failing_since is not null or h.disabled_reason is not null)`
/** Only the host: the rest of an address may be a secret of the receiver. */
const hostOfWebhook = sql`substring(w.url from '^[a-z]+://(?:[^/@]*@)?([^/:?#]+)')`
const columnsOfWebhook = {
  id: sql`w.id::text`,
  detail: sql`coalesce(w.disabled_reason, 'retrying')`,
  since: sql`coalesce(w.failing_since, now())`,
}

/** Webhooks that fail or were disabled for it, the longest failing first. */
export async function readFailingWebhooks(
  handle: Transaction,
  { organisationId, limit }: ReadOptions,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    action: 'enable',
    waiting: sql`
      select h.id, h.url, h.label, h.disabled_reason, h.failing_since
      from ${presentWebhooks} h
      where h.organisation_id = ${organisationId}::uuid
        and ${isFailing}
      order by h.failing_since nulls last, h.id`,
    columns: {
      ...columnsOfWebhook,
      title: sql`coalesce(w.label, ${hostOfWebhook})`,
      path: sql`'/webhooks/' || w.id`,
    },
  })
}

/** Setup steps that an organisation of this kind still needs, and expired invitations. */
export async function readSetupSteps(
  handle: Transaction,
  { organisationId, kind, limit, now }: ReadOptions & { kind: OrganisationKind },
): Promise<Waiting> {
  const claims = kind === 'rights-holder' || kind === 'counsel'
  const { version } = shippedRules(regime).regime
  const own = sql`o.id = ${organisationId}::uuid`
  const approved = sql`exists (select from ${allClaims} c
    where c.organisation_id = o.id and c.state = 'approved')`
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select * from (
        select 1 as step, o.id::text as id, 'claim-brand' as detail, null as title,
          o.created_at as since, '/catalog/claims/new' as path
        from ${organisationProfiles} o
        where ${own} and ${claims} and not exists (select from ${allClaims} c
          where c.organisation_id = o.id and c.state in ('pending', 'approved', 'contested'))
        union all
        select 2, c.id::text, 'claim-contested', c.brand_id, c.submitted_at,
          '/catalog/claims/' || c.id
        from ${allClaims} c
        where c.organisation_id = ${organisationId}::uuid and c.state = 'contested'
        union all
        select 3, o.id::text, 'add-catalog', null, o.created_at, '/catalog/brands/new'
        from ${organisationProfiles} o
        where ${own} and ${kind === 'rights-holder'} and not exists (select from ${catalogBrands} b
          where b.organisation_id = o.id)
        union all
        select 4, o.id::text, ${kind === 'counsel' ? 'review-regime' : 'approve-regime'}::text, null,
          o.created_at, '/regimes/' || ${regime}::text
        from ${organisationProfiles} o
        where ${own} and ${claims} and ${approved} and not exists (select from ${counselApprovals} a
          where a.organisation_id = o.id and a.regime = ${regime} and a.version = ${version})
        union all
        select 5, o.id::text, 'name-signatory', null, o.created_at, '/notices/settings'
        from ${organisationProfiles} o
        where ${own} and ${claims} and ${approved} and not exists (
          select from ${authorisedSignatories} s where s.organisation_id = o.id)
        union all
        select 6, o.id::text, 'send-listings', null, o.created_at, '/import'
        from ${organisationProfiles} o
        where ${own} and ${kind === 'marketplace'} and not exists (select from ${listingFacts} l
          where l.organisation_id = o.id)
        union all
        select 7, i.id::text, 'invitation-expired', null, i.expires_at, '/users'
        from ${openInvitations} i
        where i.organisation_id = ${organisationId}::uuid and i.expires_at <= ${now}
      ) steps
      order by step, since, id`,
    columns: {
      id: sql`w.detail || '/' || w.id`,
      title: sql`w.title`,
      detail: sql`w.detail`,
      since: sql`w.since`,
      path: sql`w.path`,
    },
  })
}

/** For the operator: organisations without a member or a valid invitation. */
export async function readUnusedOrganisations(
  handle: Transaction,
  { limit, now }: Pick<ReadOptions, 'limit' | 'now'>,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select o.id, o.name, o.created_at, exists (select from ${openInvitations} i
        where i.organisation_id = o.id) as invited
      from ${organisationProfiles} o
      where not o.sample
        and not exists (select from ${memberRights} m where m.organisation_id = o.id)
        and not exists (select from ${openInvitations} i
          where i.organisation_id = o.id and i.expires_at > ${now})
      order by o.created_at, o.id`,
    columns: {
      id: sql`w.id::text`,
      title: sql`w.name`,
      detail: sql`case when w.invited then 'first-invitation-expired' else 'invite-first-admin' end`,
      since: sql`w.created_at`,
      path: sql`'/operator'`,
    },
  })
}

/** For the operator: failing webhooks of all organisations. */
export async function readAllFailingWebhooks(
  handle: Transaction,
  { limit }: Pick<ReadOptions, 'limit'>,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select h.id, h.url, h.organisation_id, h.disabled_reason, h.failing_since
      from ${presentWebhooks} h
      where ${isFailing}
      order by h.failing_since nulls last, h.id`,
    columns: {
      ...columnsOfWebhook,
      title: hostOfWebhook,
      from: sql`(select o.name from ${organisationProfiles} o where o.id = w.organisation_id)`,
      path: sql`'/operator/jobs'`,
    },
  })
}

type ClaimsInput = { actor: Actor; limit: number; state: 'pending' | 'contested'; path: string }

/** Other organisations' claims for this person to decide, the oldest first. */
export async function readClaimDecisions(
  handle: Transaction,
  { actor, limit, state, path }: ClaimsInput,
): Promise<Waiting> {
  const own = actor.kind === 'operator' ? undefined : actor.organisationId
  const listed = await listClaims({ handle, actor, input: { limit: countedRows, state } })
  const claims = listed
    .filter(({ organisationId }) => organisationId !== own)
    .toSorted((one, other) => one.submittedAt.getTime() - other.submittedAt.getTime())
  const shown = claims.slice(0, limit)
  const names = await organisationNames(handle, shown)
  return {
    count: Math.min(claims.length, maxInboxCount),
    more: claims.length > maxInboxCount,
    rows: shown.map(({ id, brand, brandName, organisationId, submittedAt }) => ({
      ...blankRow,
      id,
      title: brandName ?? starterNameOf(brand) ?? brand,
      detail: state,
      brand: brandName ?? starterNameOf(brand) ?? brand,
      from: names.get(organisationId) ?? null,
      since: submittedAt,
      path: `${path}/${id}`,
    })),
  }
}

async function organisationNames(
  handle: Transaction,
  claims: readonly Claim[],
): Promise<Map<string, string>> {
  if (claims.length === 0) return new Map()
  const ids = claims.map(({ organisationId }) => organisationId)
  const { rows } = await sql<{ id: string; name: string }>`
    select o.id, o.name from ${organisationProfiles} o where o.id = any (${ids}::uuid[])`.execute(
    handle,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
