import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Store } from '../../src/platform/db/index.ts'
import { asOperator } from '../builders.ts'
import type { Marked } from './marked-organisation.ts'
import type { Named } from './named-things.ts'

type Ids = {
  organisationId: string
  sellerAccount: string
  listing: string
  network: string
  person: string
}

/** A referral of the network to an authority of its own, with all that was said of it. */
export async function referralsOf(
  store: Store,
  { mark }: Marked,
  { organisationId, sellerAccount, listing, network, person }: Ids,
): Promise<
  Pick<
    Named,
    | 'referral'
    | 'referralDocument'
    | 'referralQuestion'
    | 'supplement'
    | 'outcomeReport'
    | 'replyLink'
    | 'informationRequest'
    | 'informedSeller'
  >
> {
  const [authority, referral, referralDocument, referralQuestion, supplement, outcomeReport] =
    Array.from({ length: 6 }, () => randomUUID())
  const informationRequest = randomUUID()
  const informedSeller = randomUUID()
  const replyLink = randomUUID()
  const own = sql`${referral}::uuid, ${organisationId}::uuid`
  const digest = randomBytes(32)
  const draft = {
    title: `${mark} referral`,
    language: 'en',
    recipient: { kind: 'organisation', organisation: 'authority', country: 'GB', office: 'police' },
    complainant: null,
    rights: [],
    examination: null,
    accounts: [sellerAccount],
    listings: [listing],
    omissions: [],
    persons: [],
    places: [],
    genuineUnitValue: null,
    particulars: [],
    transfer: null,
    approvalNumber: null,
    storedInChina: false,
    tlp: 'amber',
    deconflictionNumber: 'D-1234',
  }
  const facts = {
    title: `${mark} item`,
    marketplace: null,
    url: null,
    price: null,
    unitsSold: null,
    status: null,
    between: [],
    probability: null,
    basis: [],
    captures: [],
    externalId: null,
  }
  await asOperator(store, async (handle) => {
    await sql`
      insert into organisations (id, slug, name, kind)
      values (${authority}::uuid, ${`authority-${authority!.slice(0, 8)}`}, 'An authority',
        'authority')`.execute(handle)
    await sql`
      insert into referrals (id, organisation_id, sender_name, recipient_id, recipient_name, number,
        template, title, tlp, deconfliction_number, state, sent_at)
      values (${own}, ${`${mark} sender`}, ${authority}::uuid, ${`${mark} authority`},
        ${`R-${mark}`}, 'counsel', ${`${mark} referral`}, 'amber', 'D-1234', 'sent', now())`.execute(
      handle,
    )
    await sql`
      insert into referral_drafts (referral_id, organisation_id, source_kind, source_id, draft,
        created_by)
      values (${own}, 'network', ${network}::uuid, ${JSON.stringify(draft)}::json,
        ${person}::uuid)`.execute(handle)
    await sql`
      insert into referral_documents (id, referral_id, organisation_id, purpose, title, media_type,
        content, sha256)
      values (${referralDocument}::uuid, ${own}, 'comparison', ${`${mark} document`}, 'image/png',
        ${Buffer.from(mark)}, ${digest})`.execute(handle)
    await sql`
      insert into referral_packages (id, referral_id, organisation_id, recipient_id, kind, words,
        state, submitted_by)
      values (${supplement}::uuid, ${own}, ${authority}::uuid, 'supplement', ${`${mark} supplement`},
        'awaiting-release', ${person}::uuid)`.execute(handle)
    await sql`
      insert into redacted_referral_packages (package_id, organisation_id, recipient_id, sha256,
        bytes)
      values (${supplement}::uuid, ${organisationId}::uuid, ${authority}::uuid, ${digest},
        918273)`.execute(handle)
    await sql`
      insert into referral_items (referral_id, place, organisation_id, recipient_id, package_id, ref,
        kind, subject_id, facts)
      values (${referral}::uuid, 0, ${organisationId}::uuid, ${authority}::uuid,
        ${supplement}::uuid, 'L-1', 'listing', ${listing}::uuid,
        ${JSON.stringify(facts)}::json)`.execute(handle)
    await sql`
      insert into referral_identifiers (referral_id, organisation_id, recipient_id, digest, type)
      values (${own}, ${authority}::uuid, ${digest}, 'phone')`.execute(handle)
    await sql`
      insert into referral_questions (id, referral_id, organisation_id, recipient_id, refs, words,
        asked_by)
      values (${referralQuestion}::uuid, ${own}, ${authority}::uuid, '{L-1}', ${`${mark} question`},
        'officer')`.execute(handle)
    await sql`
      insert into outcome_reports (id, referral_id, organisation_id, recipient_id, reporter_name,
        proceeding, outcome, refs, happened_on, quantities, after_withdrawal, reported_by,
        letter_from, letter_dated, letter_media_type, letter_content, letter_sha256)
      values (${outcomeReport}::uuid, ${own}, ${authority}::uuid, ${`${mark} reporter`},
        ${`${mark} 1/26`}, 'declined', '{L-1}', current_date, '[]', false, 'officer',
        ${`${mark} letter`}, current_date, 'image/png', ${Buffer.from(mark)}, ${digest})`.execute(
      handle,
    )
    await sql`
      insert into referral_reply_links (id, referral_id, organisation_id, token_hash, expires_at,
        created_by)
      values (${replyLink}::uuid, ${own}, ${digest}, now() + interval '90 days',
        ${person})`.execute(handle)
    await sql`
      insert into referral_custody (referral_id, organisation_id, event, actor_kind, actor_id)
      values (${own}, 'read', 'person', ${person})`.execute(handle)
    await sql`
      insert into referral_notices (referral_id, organisation_id, recipient_id, cause, cause_id,
        words)
      values (${own}, ${authority}::uuid, 'acquittal', ${outcomeReport}::uuid,
        ${`${mark} notice`})`.execute(handle)
    await sql`
      insert into informed_sellers (id, referral_id, organisation_id, seller_hash, contest, words,
        contested_at)
      values (${informedSeller}::uuid, ${own}, ${digest}, 'open', ${`${mark} contest`},
        now())`.execute(handle)
    await sql`
      insert into information_requests (id, authority_id, authority_name, organisation_id,
        addressee_name, referral_id, ordered_by, basis, items, opened_by)
      values (${informationRequest}::uuid, ${authority}::uuid, ${`${mark} authority`},
        ${organisationId}::uuid, ${`${mark} addressee`}, ${referral}::uuid, ${`${mark} order`},
        ${`${mark} basis`}, array[${`${mark} asked`}], 'officer')`.execute(handle)
  })
  return {
    referral: referral!,
    referralDocument: referralDocument!,
    referralQuestion: referralQuestion!,
    supplement: supplement!,
    outcomeReport: outcomeReport!,
    replyLink,
    informationRequest,
    informedSeller,
  }
}
