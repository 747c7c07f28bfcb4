import { z } from 'zod'
import { isLocalDate } from './local-date.ts'
import { isTimeZone } from './zone.ts'

export const LocalDateText = z.string().refine(isLocalDate, { message: 'must be an existing date' })
const name = z.string().min(1)

/** One reason for which a day is not worked, or, under `worked`, is worked against the rule. */
const DayRule = z.discriminatedUnion('rule', [
  z.strictObject({
    rule: z.literal('yearly'),
    name,
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
    since: z.int().optional().meta({ description: 'The first year in which it is kept.' }),
    moves: z.enum(['nearest-weekday', 'next-weekday']).optional().meta({
      description:
        'Where the day falls on a weekend it is kept on the nearest weekday (Saturday on Friday, Sunday on Monday) or on the next.',
    }),
  }),
  z.strictObject({
    rule: z.literal('nth-weekday'),
    name,
    month: z.int().min(1).max(12),
    weekday: z.int().min(1).max(7).meta({ description: '1 is Monday, 7 is Sunday.' }),
    nth: z.union([z.int().min(1).max(4), z.literal(-1)]).meta({ description: '-1 is the last.' }),
  }),
  z.strictObject({ rule: z.literal('date'), name, date: LocalDateText }),
  z.strictObject({
    rule: z.literal('worked'),
    name,
    date: LocalDateText.meta({ description: 'A day of the weekend that is worked instead.' }),
  }),
])

/**
 * The working days of a place, as data. It states the period that it covers: outside it no working day is counted,
 * since a calendar that is not decreed yet cannot be guessed.
 */
export const WorkingCalendar = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    version: z.string().min(1),
    title: name,
    timeZone: z.string().refine(isTimeZone, { message: 'must be an IANA time zone' }),
    weekend: z.array(z.int().min(1).max(7)),
    from: LocalDateText,
    to: LocalDateText,
    source: z.string().min(1),
    verified: z
      .boolean()
      .meta({ description: 'Whether somebody has read the days in the source.' }),
    note: z.string().optional(),
    days: z.array(DayRule),
  })
  .meta({ id: 'WorkingCalendar' })
export type WorkingCalendar = z.infer<typeof WorkingCalendar>
