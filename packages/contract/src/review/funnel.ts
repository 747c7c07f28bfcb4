import { z } from 'zod'

/** The queues in which listings, or sellers, wait for a person. */
export const funnelQueues = ['block', 'review', 'impossible-price', 'sellers', 'ask-proof'] as const
export type FunnelQueue = (typeof funnelQueues)[number]

/** Shares of counterfeits among everything that comes in for which a queue’s precision is expected. */
export const incomingShares = [0.001, 0.01, 0.1] as const

/** A share of fewer decided listings (or sellers) is not stated. */
export const minShareOf = 20

const Count = z.int().min(0)

/** A share with its 95 % interval, or how many are missing before it is stated. */
export const FunnelShare = z
  .discriminatedUnion('known', [
    z.object({
      known: z.literal(true),
      count: Count,
      of: Count,
      value: z.number(),
      low: z.number(),
      high: z.number(),
    }),
    z.object({ known: z.literal(false), count: Count, of: Count, missing: Count }),
  ])
  .meta({
    id: 'FunnelShare',
    description: `\`count\` of \`of\` with Wilson’s 95% interval; unknown below ${minShareOf}.`,
  })
export type FunnelShare = z.infer<typeof FunnelShare>

const figures = {
  held: Count.meta({ description: 'Listings (or sellers) in the queue.' }),
  precision: FunnelShare.meta({ description: 'Counterfeit, of the decided ones in the queue.' }),
  counterfeitsHeld: FunnelShare.meta({ description: 'In the queue, of all counterfeits decided.' }),
  honestHeld: FunnelShare.meta({ description: 'In the queue, of all decided as not counterfeit.' }),
}

/** What a queue would hold if its threshold were another and all else the same. */
export const FunnelPointView = z
  .object({
    threshold: z.int().min(0).max(100).meta({ description: 'Probability in whole per cent.' }),
    isCurrent: z.boolean(),
    ...figures,
  })
  .meta({ id: 'FunnelPointView' })
export type FunnelPointView = z.infer<typeof FunnelPointView>

export const QueueFigures = z
  .object({ queue: z.enum(funnelQueues), ...figures, curve: z.array(FunnelPointView) })
  .meta({ id: 'QueueFigures' })
export type QueueFigures = z.infer<typeof QueueFigures>
