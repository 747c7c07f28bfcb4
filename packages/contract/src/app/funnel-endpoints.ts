import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'
import { AuditedQueueView } from '../review/blind-audit.ts'
import { QueueFigures } from '../review/funnel.ts'

const Count = z.int().min(0)

export const FunnelView = z
  .object({
    period: z
      .object({ from: z.iso.date(), to: z.iso.date() })
      .meta({ description: 'Whole days (UTC) whose incoming listings are counted.' }),
    days: Count,
    decidedSince: z.iso.date().meta({ description: 'Decisions of earlier days are left out.' }),
    incoming: Count,
    incomingMore: z.boolean().meta({ description: 'True if more came in than were counted.' }),
    counterfeit: Count.meta({
      description:
        'Listings decided counterfeit whose decision was neither withdrawn nor reversed.',
    }),
    honest: Count.meta({ description: 'Listings decided as not counterfeit, or found so since.' }),
    queues: z.array(
      QueueFigures.extend({
        perDay: z.number().meta({ description: '`held`, divided by the days.' }),
        blind: AuditedQueueView.nullable().meta({
          description:
            'From blind audits, and independent of what the queues showed to anyone; null for members limited to brands.',
        }),
      }),
    ),
  })
  .meta({ id: 'FunnelView' })
export type FunnelView = z.infer<typeof FunnelView>

export const funnelEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/funnel',
    summary: 'Retrieve the size, precision and thresholds of each review queue',
    description:
      'For admins, analysts and auditors. Counts only listings that the caller sees, and only the organisation’s own decisions.',
    access: 'person',
    response: FunnelView,
  }),
} as const
