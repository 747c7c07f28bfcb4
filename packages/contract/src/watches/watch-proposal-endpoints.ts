import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

export const watchProposalStates = ['pending', 'accepted', 'rejected'] as const

/** A query to add to a watch. Nothing changes until a person accepts it. */
export const WatchProposalView = z
  .object({
    id: z.uuid(),
    query: z.string(),
    reason: z.discriminatedUnion('code', [
      z.object({ code: z.literal('brand-name'), name: z.string() }),
      z.object({ code: z.literal('product-name'), product: z.string() }),
      z.object({
        code: z.literal('words-of-finds'),
        finds: z.int().meta({ description: 'Recent finds whose title contains the words.' }),
      }),
    ]),
    estimate: z
      .object({
        requestsPerRun: z.number(),
        costPerRun: z.number().meta({ description: 'At the operator’s rates.' }),
        basedOnRuns: z.int().meta({ description: 'Runs of other queries of this watch.' }),
      })
      .nullable()
      .meta({ description: 'Null before the first run of the watch.' }),
    state: z.enum(watchProposalStates),
    decidedBy: z.uuid().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'WatchProposalView' })
export type WatchProposalView = z.infer<typeof WatchProposalView>

const WatchProposalAction = z
  .discriminatedUnion('type', [action('accept', {}), action('reject', {})])
  .meta({ id: 'WatchProposalAction' })

const OneWatch = z.strictObject({ id: z.string() })

export const watchProposalEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/watches/:id/proposals',
    summary: 'List queries proposed for a watch, newest first',
    access: 'listings:read',
    params: OneWatch,
    query: PageQuery.extend({ state: z.enum(watchProposalStates).optional() }),
    response: pageOf(WatchProposalView),
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/watches/:id/proposals/:proposal/actions',
    summary: 'Accept or reject a proposed query',
    access: 'person',
    params: OneWatch.extend({ proposal: z.string() }),
    body: plainActionInput('WatchProposalActionInput', WatchProposalAction),
    response: WatchProposalView,
  }),
}
