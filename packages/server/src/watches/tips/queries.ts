import { sql } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'

/** Tips with the words of the person who told. */
export const tipTexts = exportedQuery
  .selectFrom('tips')
  .select(['id', 'organisation_id', 'url', 'source', 'words', 'received_at'])
  .select(['email_hash', 'email_forgotten_at'])

export const tipListings = exportedQuery
  .selectFrom('tip_listings')
  .select(['tip_id', 'listing_id', 'organisation_id'])

/** Takes senders and words out of tips that arrived by email. */
export async function redactEmailTips(handle: Transaction, ids: readonly string[]): Promise<void> {
  await sql`
    update tips set email_from = null, words = null, email_forgotten_at = now()
    where id = any (${[...ids]}::uuid[]) and email_hash is not null`.execute(handle)
}

/** Takes the words out of an organisation’s tips of these listings. */
export async function redactTipWords(
  handle: Transaction,
  organisationId: string,
  listings: readonly string[],
): Promise<void> {
  await sql`
    update tips t set words = null from tip_listings l
    where l.tip_id = t.id and l.organisation_id = ${organisationId}::uuid
      and l.listing_id = any (${[...listings]}::uuid[]) and t.words is not null`.execute(handle)
}
