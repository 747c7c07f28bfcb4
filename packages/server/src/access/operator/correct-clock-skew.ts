import { clampImageWaits } from '../../images/pipeline/queries.ts'
import { clampEmailWaits } from '../../messaging/email/queries.ts'
import { clampWebhookWaits } from '../../messaging/webhooks/queries.ts'
import type { Store } from '../../platform/db/index.ts'

/**
 * The longest intended wait of each kind, in minutes. If the machine's clock was ahead and then corrected, stored
 * times may lie further in the future.
 */
export const maxWaits = {
  /** Between two attempts for a message. */
  message: 24 * 60,
  /** Between two attempts for a webhook delivery, plus up to a fifth at random. */
  delivery: 29 * 60,
  /** For a webhook that did not respond. */
  webhook: 5,
  /** Between two attempts for a picture. */
  picture: 6 * 60,
  /** For a picture that a process has claimed. */
  claim: 60,
} as const

const context = { as: 'operator', actor: { kind: 'operator', id: 'server' } } as const

/** Shortens all waits in the store to the longest intended ones. */
export async function correctClockSkew(store: Store): Promise<void> {
  const { message, delivery, webhook, picture, claim } = maxWaits
  await store.transact(context, async (handle) => {
    await clampEmailWaits(handle, message)
    await clampWebhookWaits(handle, { delivery, webhook })
    await clampImageWaits(handle, { picture, claim })
  })
}
