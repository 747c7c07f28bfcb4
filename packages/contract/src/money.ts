import { z } from 'zod'

/** A price: `amount` is a decimal string (never a float), `currency` an ISO 4217 code. */
export const Money = z
  .looseObject({
    amount: z
      .string()
      .regex(/^[0-9]+(\.[0-9]+)?$/)
      .meta({ description: 'Decimal string, never a float.' }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .meta({ description: 'ISO 4217.' }),
  })
  .meta({ id: 'Money' })
export type Money = z.infer<typeof Money>

export const isoDate = z.iso.date()

/** RFC 3339 date and time, with any offset. */
export const isoDateTime = z.iso.datetime({ offset: true })
