import { z } from 'zod'
import { action, actionInput, Version } from '../api/action.ts'
import { endpoint } from '../api/endpoint.ts'
import { aliasKinds } from '../brands/catalog.ts'
import { text } from '../text.ts'
import { maxWatchQueries } from './watch-endpoints.ts'

const time = z.iso.datetime()
const range = (number: z.ZodNumber) => z.object({ from: number, to: number })

const Basis = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('brand-name'),
      as: z.enum(['name', ...aliasKinds]),
      language: z.string().nullable(),
    }),
    z.object({
      kind: z.literal('product'),
      from: z.enum(['catalog', 'claim']).meta({
        description:
          '`catalog`: a product or a model of the catalog or the starter pack. `claim`: a work of an approved claim.',
      }),
    }),
    z.object({
      kind: z.literal('disguise'),
      used: z.boolean().meta({
        description: 'True if finds used it; false for one that the engine undoes.',
      }),
    }),
    z.object({ kind: z.literal('misspelling') }),
    z.object({
      kind: z.literal('find-word'),
      word: z.string().meta({
        description:
          'Stands in titles of finds at least three times as often as in those of other listings, which chance explains in at most one of a hundred such lists (Fisher’s exact test, Bonferroni).',
      }),
    }),
  ])
  .meta({ description: 'Why the query is proposed.' })

export const WatchProposalView = z
  .object({
    query: z.string(),
    basis: Basis,
    finds: z.int().meta({ description: 'Recent finds with it.' }),
    others: z.int().meta({ description: 'Other recent listings with it.' }),
    cost: z
      .object({
        from: z.enum(['query', 'site', 'budget']).meta({
          description:
            '`query`: what runs used for the same query on this site. `site`: what they used for other queries there. `budget`: nothing is known yet; at most its part of the budget.',
        }),
        runs: z
          .int()
          .meta({ description: 'Queries of runs in the last 90 days that it was taken from.' }),
        requests: range(z.int()),
        amount: range(z.number()).meta({
          description: 'At the operator’s rates and in their currency.',
        }),
      })
      .meta({ description: 'Expected in each run: eight runs in ten lie within the range.' }),
  })
  .meta({ id: 'WatchProposalView' })
export type WatchProposalView = z.infer<typeof WatchProposalView>

export const WatchProposalsView = z
  .object({
    version: Version.meta({ description: 'Of the watch.' }),
    isSearched: z.boolean().meta({
      description:
        'False if the address of the site has no place for a query: nothing is proposed then.',
    }),
    days: z.int().meta({ description: 'Listings of so many days are recent.' }),
    finds: z.int().meta({
      description:
        'Recent finds for the brand that were compared, of this organisation; each title counts once.',
    }),
    others: z.int().meta({ description: 'Other recent listings that were compared.' }),
    currency: z.string(),
    items: z.array(WatchProposalView).meta({ description: 'Those with the most finds first.' }),
    decided: z
      .array(
        z.object({
          query: z.string(),
          decision: z.enum(['accepted', 'dismissed']),
          decidedAt: time,
        }),
      )
      .meta({
        description:
          'Decisions of the last 90 days, which can be undone, newest first. A dismissed query is not proposed meanwhile.',
      }),
  })
  .meta({ id: 'WatchProposalsView' })
export type WatchProposalsView = z.infer<typeof WatchProposalsView>

const queries = z.array(text(200)).min(1).max(maxWatchQueries)

export const WatchProposalAction = z
  .discriminatedUnion('type', [
    action('accept', { queries }),
    action('dismiss', { queries }),
    action('undo', { queries }),
  ])
  .meta({ id: 'WatchProposalAction' })
export type WatchProposalAction = z.infer<typeof WatchProposalAction>

const OneWatch = z.strictObject({ id: z.string() })

export const watchProposalEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/watches/:id/proposals',
    summary: 'List the queries proposed for a watch, with reason and cost',
    description:
      'From the catalog and the approved claims of the organisation, the starter pack, and recent finds of the organisation. Words of finds come from titles alone, from at least three sellers, and name no country and no language.',
    access: 'listings:read',
    params: OneWatch,
    response: WatchProposalsView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/watches/:id/proposals/actions',
    summary: 'Accept or dismiss proposed queries, or undo such a decision',
    description:
      'An accepted query joins the watch. A dismissed one is not proposed for 90 days. All of the queries are decided, or none.',
    access: 'person',
    params: OneWatch,
    body: actionInput('WatchProposalActionInput', WatchProposalAction),
    response: WatchProposalsView,
  }),
}
