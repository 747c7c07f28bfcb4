import { z } from 'zod'

/** All events that webhooks deliver. */
export const eventTypes = [
  'listing.assessed',
  'decision.recorded',
  'decision.withdrawn',
  'outcome.recorded',
  'thresholds.changed',
  'notice.sent',
  'notice.withdrawn',
  'notice.escalated',
  'appeal.submitted',
  'appeal.withdrawn',
  'appeal.decided',
  'proof.requested',
  'proof.decided',
  'proof.unanswered',
  'clearance.issued',
  'clearance.revoked',
  'case.sla-breached',
  'notice-quality.warned',
  'notice-quality.safeguarded',
  'notice-quality.lifted',
  'webhook.disabled',
] as const
export type EventType = (typeof eventTypes)[number]

/**
 * The body of a web hook, as Standard Webhooks 1.0 has it: what happened, when, and the ids with
 * which the rest is asked for. The id of the event stands in the header webhook-id.
 */
export const EventBody = z
  .object({
    type: z.enum(eventTypes),
    timestamp: z.iso.datetime(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' })
export type EventBody = z.infer<typeof EventBody>
