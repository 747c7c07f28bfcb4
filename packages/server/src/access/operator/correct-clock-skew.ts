import { clampImageWaits } from '../../images/pipeline/queries.ts'
import { clampEmailWaits } from '../../messaging/email/queries.ts'
import { clampWebhookWaits } from '../../messaging/webhooks/queries.ts'
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
export async function correctClockSkew(store: Store): Promise<void> {
  const { message, delivery, webhook, picture, claim } = maxWaits
  await store.transact(context, async (handle) => {
    await clampEmailWaits(handle, message)
    await clampWebhookWaits(handle, { delivery, webhook })
    await clampImageWaits(handle, { picture, claim })
  })
}
