import { recordEvent } from '../../access/audit/index.ts'
import { eventBody, recordOutbox } from '../event-outbox/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { post, type PostOptions, type PostResult } from '../../platform/outbound/index.ts'
import { tracedCall } from '../../platform/telemetry/index.ts'
import { readTogether, startPoller } from '../../platform/poller/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import {
  claimDeliveries,
  disableWebhook,
  dispatchEvents,
  pauseWebhook,
  markReached,
  markUnreached,
  findDueWork,
  recordAttempts,
  releaseDeliveries,
  type AttemptResult,
  type DeliveryClaim,
  type ClaimedDelivery,
  type DueWebhook,
} from './deliveries-repository.ts'
import {
  pauseAfter,
  retryAfter,
  secretPurpose,
  signedHeaders,
  defaultSchedule,
  type RetrySchedule,
} from './types.ts'

export type EventDeliveryOptions = {
  store: Store
  sealer: Sealer
  allow: PostOptions['allow']
  onFault: (error: unknown, what: string) => void
  pace?: RetrySchedule
  /** Polling interval. */
  pollMilliseconds?: number
  /** Time limit for a receiver's response. */
  answerMilliseconds?: number
  /** Called for each claimed delivery before it is sent; for tests. */
  onClaimed?: () => void
}

export type EventDelivery = {
  /** Resolves when no delivery is in progress; interrupted ones are released. */
  stop(): Promise<void>
}

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'web hooks' } }
const most = { lanes: 32, lanesOfOne: 8, taken: 16, together: 4 }

/**
 * Delivers events to webhooks until stopped. All state is in the store: any number of processes share the work, and
 * what one claimed and did not finish becomes due again.
 */
export function startDelivery(options: EventDeliveryOptions): EventDelivery {
  const { store, sealer, allow, onFault, pace = defaultSchedule } = options
  const { pollMilliseconds = 1000, answerMilliseconds = 10_000, onClaimed } = options
  // Longer than a claimed batch can take.
  const leaseMilliseconds = 2 * answerMilliseconds * Math.ceil(most.taken / most.together)
  const stopping = new AbortController()
  // One lane per receiver, so that a slow one delays no other.
  const lanes = new Map<string, { organisationId: string; running: Promise<void> }>()
  const poll = async (): Promise<void> => {
    let work = await readTogether(store, findDueWork)
    if (work.undispatched) {
      while (!stopping.signal.aborted && (await store.transact(context, dispatchEvents)) > 0);
      work = await store.transact(context, findDueWork)
    }
    for (const webhook of work.due) {
      if (stopping.signal.aborted || lanes.size >= most.lanes) break
      beginLane(webhook)
    }
  }
  const poller = startPoller({
    poll,
    everyMs: pollMilliseconds,
    onFault: (error) => onFault(error, 'the web hooks'),
  })

  /** An organisation with slow receivers leaves lanes to others. */
  function beginLane({ id, organisationId }: DueWebhook): void {
    const own = [...lanes.values()].filter((lane) => lane.organisationId === organisationId)
    if (lanes.has(id) || own.length >= most.lanesOfOne) return
    lanes.set(id, { organisationId, running: runLane(id) })
  }

  async function runLane(webhookId: string): Promise<void> {
    try {
      while (!stopping.signal.aborted) {
        const claim = await store.transact(context, (handle) =>
          claimDeliveries(handle, webhookId, { most: most.taken, leaseMilliseconds }),
        )
        if (claim === undefined || !(await deliver(claim))) return
      }
    } catch (error) {
      onFault(error, `the webhook ${webhookId}`)
    } finally {
      lanes.delete(webhookId)
    }
  }

  /** Sends a claimed batch, a few at a time; true if the receiver is worth continuing with. */
  async function deliver(claim: DeliveryClaim): Promise<boolean> {
    onClaimed?.()
    const secrets = secretsOf(claim)
    const waiting = [...claim.deliveries]
    const results: AttemptResult[] = []
    const unsent: string[] = []
    let isGone = false
    const sendSome = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (stopping.signal.aborted) {
          unsent.push(next.eventId)
          continue
        }
        const began = Date.now()
        const answered = await send(claim, next, secrets)
        if (!answered.ok && answered.reason === 'stopped') unsent.push(next.eventId)
        else results.push(resultOf(next, answered, pace, Date.now() - began))
        if (answered.ok && answered.status === 410) isGone = true
      }
    }
    await Promise.all(Array.from({ length: most.together }, sendSome))
    const reached = results.some(({ state }) => state === 'delivered')
    await store.transact(context, async (handle) => {
      await releaseDeliveries(handle, claim.webhookId, unsent)
      if (results.length === 0) return
      await recordAttempts(handle, claim, results)
      if (isGone) await disable(handle, claim, 'gone')
      else if (reached) await markReached(handle, claim.webhookId)
      else await pauseOrDisable(handle, claim)
    })
    return reached && !isGone
  }

  /** A secret sealed under another key is reported, and the others sign. */
  function secretsOf({ webhookId, sealed }: DeliveryClaim): string[] {
    return sealed.flatMap((secret) => {
      try {
        return [sealer.open(secret, secretPurpose(webhookId)).toString()]
      } catch (error) {
        onFault(error, `the secret of the webhook ${webhookId}`)
        return []
      }
    })
  }

  async function send(
    { url }: DeliveryClaim,
    delivery: ClaimedDelivery,
    secrets: readonly string[],
  ): Promise<PostResult> {
    if (secrets.length === 0) {
      const message = 'its secret cannot be decrypted; inform the operator, or rotate it'
      return { ok: false, reason: 'unreachable', message }
    }
    const body = eventBody({ id: delivery.eventId, ...delivery })
    return tracedCall('webhook-receiver', async () =>
      post(url, {
        headers: signedHeaders(delivery.eventId, new Date(), body, secrets),
        body,
        totalMilliseconds: answerMilliseconds,
        signal: stopping.signal,
        ...(allow && { allow }),
      }),
    )
  }

  async function pauseOrDisable(handle: Transaction, claim: DeliveryClaim): Promise<void> {
    const { failures, milliseconds } = await markUnreached(handle, claim.webhookId)
    if (milliseconds >= pace.disableMilliseconds) await disable(handle, claim, 'failing')
    else await pauseWebhook(handle, claim.webhookId, pauseAfter(pace, failures))
  }

  return {
    stop: async () => {
      stopping.abort(new DOMException('the server stops', 'AbortError'))
      await poller.stop()
      await Promise.all([...lanes.values()].map(({ running }) => running))
    },
  }
}

async function disable(
  handle: Transaction,
  claim: DeliveryClaim,
  reason: 'failing' | 'gone',
): Promise<void> {
  const { webhookId, organisationId } = claim
  if (!(await disableWebhook(handle, webhookId, reason))) return
  await recordEvent({
    handle,
    organisationId,
    action: 'webhook-disabled',
    subject: { kind: 'webhook', id: webhookId },
    detail: { reason },
  })
  const data = { webhook: webhookId, reason }
  await recordOutbox(handle, organisationId, [{ type: 'webhook.disabled', data }])
}

function resultOf(
  { eventId, tries }: ClaimedDelivery,
  answered: PostResult,
  pace: RetrySchedule,
  milliseconds: number,
): AttemptResult {
  const result = answered.ok
    ? { status: answered.status, problem: null, answer: textOf(answered.answer) }
    : { status: null, problem: answered.message, answer: null }
  const attempt = { eventId, milliseconds, ...result }
  if (answered.ok && answered.status >= 200 && answered.status <= 299) {
    return { ...attempt, state: 'delivered', waitMilliseconds: 0 }
  }
  const requestedWait = answered.ok ? (answered.retryAfter ?? 0) * 1000 : 0
  const wait = retryAfter(pace, tries + 1, Math.random(), requestedWait)
  return {
    ...attempt,
    state: wait === undefined ? 'failed' : 'pending',
    waitMilliseconds: wait ?? 0,
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8').replaceAll('\0', '\ufffd')
}
