import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { SellerPseudonym } from './seller-repository.ts'
import { appealLinks } from '../../enforcement/appeals/queries.ts'
import { emailUpdates } from '../../enforcement/email-updates/queries.ts'
import { receivedItems, receivedNotices } from '../../enforcement/moderation/queries.ts'
import { workflowStates } from '../../enforcement/proceedings/queries.ts'
import { emailTexts } from '../../messaging/email/queries.ts'
import { listingVersions } from '../../listings/ingest/queries.ts'

/** Correspondence with a seller and about his listings, as he may request it. */
export type StoredCorrespondence = {
  links: {
    id: string
    madeAt: Date
    openedAt: Date | null
    expiresAt: Date
    revokedAt: Date | null
    /** The encrypted address that the seller left for email updates. */
    sealedUpdates: Buffer | null
    updatesRequestedAt: Date | null
    updatesConfirmedAt: Date | null
  }[]
  notices: {
    receivedAt: Date
    listing: string
    ground: string | null
    reasons: string | null
    state: string
  }[]
  messages: { id: string; sentAt: Date | null; subject: string; text: string }[]
}

export const noCorrespondence: StoredCorrespondence = { links: [], notices: [], messages: [] }

// As many as people were written to, and as notices name listings of one seller.
const most = 500

/** Leaves out items under a confidentiality hold. */
export async function readSellerCorrespondence(
  handle: Transaction,
  { organisationId, sellerHash }: SellerPseudonym,
  now: Date,
): Promise<StoredCorrespondence> {
  const org = sql`${organisationId}::uuid`
  const hash = sql`${sellerHash}::bytea`
  const links = await sql<StoredCorrespondence['links'][number]>`
    select l.id, l.made_at as "madeAt", l.opened_at as "openedAt", l.expires_at as "expiresAt",
      l.revoked_at as "revokedAt", u.sealed as "sealedUpdates",
      u.requested_at as "updatesRequestedAt", u.confirmed_at as "updatesConfirmedAt"
    from ${appealLinks} l left join ${emailUpdates} u on u.link_id = l.id
    where l.organisation_id = ${org} and l.seller_hash = ${hash}
      and held_since(${org}, array['appeal-link'], array[l.id], null, ${now}::timestamptz) is null
    order by l.made_at, l.id limit ${most}`.execute(handle)
  const notices = await sql<StoredCorrespondence['notices'][number]>`
    select i.received_at as "receivedAt", i.listing_id as listing, n.notice ->> 'ground' as ground,
      coalesce(n.notice -> 'items' -> i.position ->> 'reasons', n.notice ->> 'reasons') as reasons,
      m.state
    from (
      select distinct listing_id as id from ${listingVersions} v
      where organisation_id = ${org} and seller_hash = ${hash}
    ) l
    join ${receivedItems} i on i.organisation_id = ${org} and i.listing_key = l.id::text
    join ${receivedNotices} n on n.id = i.notice_id
    join ${workflowStates} m on m.proceeding_id = i.proceeding_id and m.instance = i.instance
    where not is_on_confidentiality_hold(${org}, l.id, null, null, ${now}::timestamptz)
    order by i.received_at, i.notice_id, i.position limit ${most}`.execute(handle)
  const messages = await sql<StoredCorrespondence['messages'][number]>`
    select m.id, m.ended_at as "sentAt", m.subject, m.body as text
    from (
      select distinct l.proceeding_id as id from ${appealLinks} l
      where l.organisation_id = ${org} and l.seller_hash = ${hash} and l.proceeding_id is not null
    ) p
    join ${emailTexts} m on m.organisation_id = ${org} and m.about_kind = 'proceeding'
      and m.about_id = p.id::text
    where not is_proceeding_on_confidentiality_hold(${org}, p.id, ${now}::timestamptz)
    order by m.created_at, m.id limit ${most}`.execute(handle)
  return { links: links.rows, notices: notices.rows, messages: messages.rows }
}
