import { randomBytes } from 'node:crypto'
import type { EventType, WebhookView } from '@touchstone/contract'
import { Webhook as Signer } from 'standardwebhooks'

/** Web hooks of one organisation at the most. */
export const maxWebhooks = 20
/** How long an earlier secret signs beside a new one. */
export const overlapHours = 24
/** Events that one request sends again at the most. */
export const maxReplayed = 10_000

export type Webhook = Omit<WebhookView, 'types' | 'failingSince' | 'createdAt'> & {
  types: EventType[]
  failingSince: Date | null
  createdAt: Date
}

/** The rest of an address may be a secret of the receiver's. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? ''
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** When deliveries are tried again, and when a receiver is given up. */
export type RetrySchedule = {
  /** Waits after the first, second, … failed attempt; no attempt after the last wait's. */
  retryMilliseconds: readonly number[]
  /** A receiver that failed is left alone so long, doubled each time up to the most. */
  holdMilliseconds: number
  mostHoldMilliseconds: number
  /** One that failed all this time is disabled. */
  disableMilliseconds: number
}

/** The schedule that Standard Webhooks recommends: ten attempts over three days. */
export const defaultSchedule: RetrySchedule = {
  retryMilliseconds: [
    5 * second,
    5 * minute,
    30 * minute,
    2 * hour,
    5 * hour,
    10 * hour,
    14 * hour,
    20 * hour,
    24 * hour,
  ],
  holdMilliseconds: 5 * second,
  mostHoldMilliseconds: 5 * minute,
  disableMilliseconds: 5 * 24 * hour,
}

const mostRetryAfter = 24 * hour

/**
 * Milliseconds until the next attempt after `tries` failed ones, up to a fifth longer by chance, so
 * that what failed together does not come together again. Undefined where none is left.
 */
export function retryAfter(
  pace: RetrySchedule,
  tries: number,
  chance: number,
  options = 0,
): number | undefined {
  const wait = pace.retryMilliseconds[tries - 1]
  if (wait === undefined) return undefined
  return Math.round(Math.max(wait * (1 + chance / 5), Math.min(options, mostRetryAfter)))
}

/** Milliseconds that a receiver is left alone after so many failures in a row. */
export function pauseAfter(pace: RetrySchedule, failures: number): number {
  const doubled = pace.holdMilliseconds * 2 ** Math.min(failures - 1, 30)
  return Math.min(doubled, pace.mostHoldMilliseconds)
}

/** A secret as Standard Webhooks writes them: whsec_ and 32 random bytes in base64. */
export function generateSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/** What a secret is sealed for: it opens for its own web hook only. */
export function secretPurpose(webhookId: string): string {
  return `webhook ${webhookId}`
}

/** The headers of one attempt, signed with every secret that is valid. */
export function signedHeaders(
  eventId: string,
  at: Date,
  body: string,
  secrets: readonly string[],
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets
      .map((secret) => new Signer(secret).sign(eventId, at, body))
      .join(' '),
  }
}
