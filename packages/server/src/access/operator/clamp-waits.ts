import { sql } from 'kysely'
import type { Store } from '../../platform/db/index.ts'

/**
 * The longest that anything waits for a time that the store holds, in minutes. Where the clock of the machine was
 * ahead and was set back, such a time lies further off than any wait that was meant.
 */
export const maxWaits = {
  /** A message between two attempts. */
  message: 24 * 60,
  /** A delivery to a web hook between two attempts, a fifth more by chance. */
  delivery: 29 * 60,
  /** A web hook that did not answer. */
  webhook: 5,
  /** A picture between two attempts. */
  picture: 6 * 60,
  /** A picture that a process is at. */
  claim: 60,
} as const

const context = { as: 'operator', actor: { kind: 'operator', id: 'server' } } as const

/** Brings every wait in the store down to the longest that is meant. */
export async function clampWaits(store: Store): Promise<void> {
  const ahead = (minutes: number) => sql`now() + make_interval(mins => ${minutes}::int)`
  const { message, delivery, webhook, picture, claim } = maxWaits
  await store.transact(context, async (handle) => {
    await sql`update messages set due_at = ${ahead(message)}
      where state = 'queued' and due_at > ${ahead(message)}`.execute(handle)
    await sql`update webhooks set held_until = ${ahead(webhook)}
      where held_until > ${ahead(webhook)}`.execute(handle)
    await sql`update webhook_deliveries set due_at = ${ahead(delivery)}
      where state = 'pending' and due_at > ${ahead(delivery)}`.execute(handle)
    for (const table of ['listing_pictures', 'product_pictures']) {
      await sql`update ${sql.table(table)} set due_at = least(due_at, ${ahead(picture)}),
          claimed_until = least(claimed_until, ${ahead(claim)})
        where state = 'waiting' and (due_at > ${ahead(picture)} or claimed_until > ${ahead(claim)})`.execute(
        handle,
      )
    }
  })
}
