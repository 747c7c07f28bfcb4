import { randomBytes } from 'node:crypto'
import type { EventType, WebhookView } from '@touchstone/contract'
import { Webhook as Signer } from 'standardwebhooks'

/** Most webhooks of one organisation. */
export const maxWebhooks = 20
/** How long the previous secret signs beside a new one. */
export const overlapHours = 24
/** Most events resent by one request. */
export const maxReplayed = 10_000

export type Webhook = Omit<WebhookView, 'types' | 'failingSince' | 'createdAt'> & {
  types: EventType[]
  failingSince: Date | null
  createdAt: Date
}

/** Only the host: the rest of an address may be a secret of the receiver. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? ''
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Retry times of deliveries, and when a receiver is given up. */
export type RetrySchedule = {
  /** Waits after the first, second, … failed attempt; no attempt follows the last one. */
  retryMilliseconds: readonly number[]
  /** Pause for a failing receiver, doubled each time up to the maximum. */
  holdMilliseconds: number
  mostHoldMilliseconds: number
  /** Time without success after which it is disabled. */
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
 * Milliseconds until the attempt after `tries` failed ones, plus up to a fifth at random, so that simultaneous
 * failures do not recur together. Undefined if none is left.
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

/** Pause in milliseconds for a receiver after so many consecutive failures. */
export function pauseAfter(pace: RetrySchedule, failures: number): number {
  const doubled = pace.holdMilliseconds * 2 ** Math.min(failures - 1, 30)
  return Math.min(doubled, pace.mostHoldMilliseconds)
}

/** A secret in the format of Standard Webhooks: whsec_ and 32 random bytes in base64. */
export function generateSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/** Purpose of an encrypted secret, which binds it to its webhook. */
export function secretPurpose(webhookId: string): string {
  return `webhook ${webhookId}`
}

/** The headers of one attempt, signed with every valid secret. */
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
