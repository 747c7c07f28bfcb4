import { sql } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'

/** Webhooks that were not removed, with what they fail at. */
export const presentWebhooks = exportedQuery
  .selectFrom('webhooks')
  .select(['id', 'organisation_id', 'url', 'label', 'enabled', 'disabled_reason', 'failing_since'])
  .where(sql<boolean>`removed_at is null`)

/** Shortens the waits of deliveries and unresponsive webhooks to the longest intended ones, in minutes. */
export async function clampWebhookWaits(
  handle: Transaction,
  { delivery, webhook }: { delivery: number; webhook: number },
): Promise<void> {
  const ahead = (minutes: number) => sql`now() + make_interval(mins => ${minutes}::int)`
  await sql`update webhooks set held_until = ${ahead(webhook)}
    where held_until > ${ahead(webhook)}`.execute(handle)
  await sql`update webhook_deliveries set due_at = ${ahead(delivery)}
    where state = 'pending' and due_at > ${ahead(delivery)}`.execute(handle)
}
