import { z } from 'zod'
import { LocalDateText } from '../calendar/index.ts'
import kept from './thresholds.json' with { type: 'json' }

/**
 * A turnover from which a country's law applies, in our own words. `verified` is true if its wording was read in a
 * source; amounts are never converted into another currency.
 */
export const TurnoverThreshold = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/),
  line: z.enum(['criminal', 'civil']),
  article: z.string().min(1),
  says: z.string().min(1),
  amount: z.string().regex(/^\d+(\.\d{1,4})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  validFrom: LocalDateText,
  verified: z.boolean(),
})
export type TurnoverThreshold = z.infer<typeof TurnoverThreshold>

/** The thresholds that are written, of all countries. */
export const turnoverThresholds: readonly TurnoverThreshold[] = z
  .array(TurnoverThreshold)
  .parse(kept)
