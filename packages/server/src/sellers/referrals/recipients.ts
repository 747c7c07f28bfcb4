import {
  maxListedRecipients,
  type ReferralDraft,
  type ReferralRecipient,
  type ReferralRecipientView,
} from '@touchstone/contract'
import { sql } from 'kysely'
import { contextOf, findOrganisation, type Actor } from '../../access/organisations/index.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** A recipient as it is stored: the organisation's ID, unless it is outside. */
export type KnownRecipient = { id: string | null; name: string }

const operator = { as: 'operator', actor: { kind: 'operator', id: 'referrals' } } as const

/** Looks up an organisation that receives referrals. An unknown one and any other are refused alike. */
export async function findRecipient(
  store: Store,
  recipient: ReferralRecipient,
): Promise<KnownRecipient> {
  if (recipient.kind === 'outside') return { id: null, name: recipient.name }
  const found = await store.transact(operator, (handle) =>
    findOrganisation(handle, recipient.organisation),
  )
  if (found?.kind === 'authority' || found?.kind === 'counsel') {
    return { id: found.id, name: found.name }
  }
  throw new AppError({
    code: 'referral-recipient-unsuitable',
    message: `${recipient.organisation} is no authority and no counsel of this installation: correct the slug, or state a recipient outside`,
    pointer: '/recipient/organisation',
  })
}

/** Refuses a referral of an organisation to itself. */
export function requireAnother({ id }: KnownRecipient, organisationId: string): void {
  if (id !== organisationId) return
  throw new AppError({
    code: 'referral-recipient-unsuitable',
    message: 'an organisation refers nothing to itself: state another recipient',
    pointer: '/recipient/organisation',
  })
}

/**
 * The recipients of the organisation's earlier referrals, each once, the newest first; then the authorities of the
 * installation to which it has sent none, by name. Counsel work for one side: they are not listed.
 */
export async function listRecipients(
  store: Store,
  actor: Person,
): Promise<Outgoing<ReferralRecipientView>[]> {
  const earlier = await store.transact(contextOf(actor), (handle) =>
    earlierRecipients(handle, actor.organisationId),
  )
  const authorities = await store.transact(operator, (handle) =>
    authoritiesFor(handle, actor.organisationId),
  )
  const known = new Set(earlier.map(({ recipientId }) => recipientId))
  return [
    ...earlier.map(({ name, recipient, lastSentAt }) => ({
      kind: recipient.kind,
      organisation: recipient.kind === 'organisation' ? recipient.organisation : null,
      name,
      address: recipient.kind === 'outside' ? recipient.address : null,
      country: recipient.country,
      office: recipient.office,
      lastSentAt,
    })),
    ...authorities
      .filter(({ id }) => !known.has(id))
      .map(({ slug, name }) => ({
        kind: 'organisation' as const,
        organisation: slug,
        name,
        address: null,
        country: null,
        office: null,
        lastSentAt: null,
      })),
  ]
}

type EarlierRecipient = {
  recipientId: string | null
  name: string
  recipient: ReferralDraft['recipient']
  lastSentAt: Date
}

async function earlierRecipients(
  handle: Transaction,
  organisationId: string,
): Promise<EarlierRecipient[]> {
  const { rows } = await sql<EarlierRecipient>`
    select * from (
      select distinct on (coalesce(r.recipient_id::text, r.recipient_name),
          d.draft->'recipient'->>'address')
        r.recipient_id as "recipientId", r.recipient_name as name,
        d.draft->'recipient' as recipient, r.sent_at as "lastSentAt"
      from referrals r join referral_drafts d on d.referral_id = r.id
      where r.organisation_id = ${organisationId}::uuid and r.sent_at is not null
      order by coalesce(r.recipient_id::text, r.recipient_name),
        d.draft->'recipient'->>'address', r.sent_at desc
    ) newest
    order by "lastSentAt" desc, name limit ${maxListedRecipients}`.execute(handle)
  return rows
}

/** Authorities of the sample alliance are for its own members alone: they are invented. */
async function authoritiesFor(
  handle: Transaction,
  organisationId: string,
): Promise<{ id: string; slug: string; name: string }[]> {
  const { rows } = await sql<{ id: string; slug: string; name: string }>`
    select o.id, o.slug, o.name from ${organisationProfiles} o
    where o.kind = 'authority' and o.id <> ${organisationId}::uuid
      and o.sample = (select own.sample from ${organisationProfiles} own
        where own.id = ${organisationId}::uuid)
    order by o.name, o.slug limit ${maxListedRecipients}`.execute(handle)
  return rows
}
