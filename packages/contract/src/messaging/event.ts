import { z } from 'zod'
import { measureEndReasons, measures } from '../enforcement/statement-of-reasons.ts'
import { eventTypes, type EventType } from './event-types.ts'

const restriction = {
  proceeding: z.uuid(),
  restriction: z.string().meta({ description: 'Its workflow instance in the proceeding.' }),
  listing: z
    .uuid()
    .nullable()
    .meta({ description: 'Null if unknown, or if a seller is suspended.' }),
  measures: z.array(z.enum(measures)),
}

/** The `data` of events about received notices and their consequences. */
export const moderationEventData = {
  'notice.received': z
    .object({
      notice: z.uuid(),
      items: z.int(),
      proceedings: z.array(z.uuid()).meta({ description: 'One for each item, in their order.' }),
    })
    .meta({ id: 'NoticeReceivedData' }),
  'restriction.imposed': z.object(restriction).meta({ id: 'RestrictionImposedData' }),
  'restriction.lifted': z
    .object({ ...restriction, reason: z.enum(measureEndReasons) })
    .meta({ id: 'RestrictionLiftedData' }),
} as const satisfies Partial<Record<EventType, z.ZodObject>>

/**
 * The body of a webhook under Standard Webhooks 1.0: what happened, when, and the ids for reading the rest. The
 * event's id is in the header webhook-id.
 */
export const EventBody = z
  .object({
    type: z.enum(eventTypes),
    timestamp: z.iso.datetime(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' })
export type EventBody = z.infer<typeof EventBody>
