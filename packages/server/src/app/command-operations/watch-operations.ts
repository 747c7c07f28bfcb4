import {
  Slug,
  watchCostEndpoints,
  WatchInput,
  WatchProposalAction,
  type WatchProposalsView,
  type WatchView,
} from '@touchstone/contract'
import { z } from 'zod'
import { loadPackages } from '../../watches/connector-packages/index.ts'
import { readCosts } from '../../watches/ledger/index.ts'
import { decideProposals, listProposals } from '../../watches/proposals/index.ts'
import {
  actOnWatch,
  createWatch,
  listWatches,
  readWatch,
} from '../../watches/saved-watches/index.ts'
import { asOrganisation } from './find-organisation.ts'
import { collectPages, defineOperation, toJsonView, type OperationContext } from './operation.ts'

const Whose = z.strictObject({ organisation: Slug })
const One = Whose.extend({ id: z.string() })
const watchesAtOnce = 100

export const watchOperations = {
  'watches.add': defineOperation(
    Whose.extend({ watch: WatchInput }),
    (context, { organisation, watch: input }) =>
      asOrganisation(context, organisation, async (options) => {
        const packages = loadPackages(context.config.connectorPackages)
        return toJsonView<WatchView>(await createWatch({ ...options, input, packages }))
      }),
  ),
  'watches.list': defineOperation(Whose, (context, { organisation }) =>
    asOrganisation(context, organisation, (options) =>
      collectPages(
        watchesAtOnce,
        async (input) =>
          (await listWatches({ ...options, input })).map((watch) => toJsonView<WatchView>(watch)),
        ({ createdAt }) => new Date(createdAt),
      ),
    ),
  ),
  'watches.read': defineOperation(One, (context, { organisation, id }) =>
    asOrganisation(context, organisation, async (options) =>
      toJsonView<WatchView>(await readWatch({ ...options, id })),
    ),
  ),
  'watches.run': defineOperation(One, requestRun),
  'watches.stop': defineOperation(One, (context, { organisation, id }) =>
    asOrganisation(context, organisation, async (options) =>
      toJsonView<WatchView>(await actOnWatch({ ...options, id, action: 'stop' })),
    ),
  ),
  'watches.proposals': defineOperation(One, (context, { organisation, id }) =>
    asOrganisation(context, organisation, async (options) =>
      toJsonView<WatchProposalsView>(await listProposals({ ...options, id })),
    ),
  ),
  'watches.decide-proposals': defineOperation(
    One.extend({ action: WatchProposalAction }),
    (context, { organisation, id, action }) =>
      asOrganisation(context, organisation, async (options) =>
        toJsonView<WatchProposalsView>(await decideProposals({ ...options, id, action })),
      ),
  ),
  'watches.costs': defineOperation(
    watchCostEndpoints.costs.query.extend({ organisation: Slug }),
    (context, { organisation, ...input }) =>
      asOrganisation(context, organisation, (options) =>
        readCosts({ ...options, input, now: Date.now() }),
      ),
  ),
}

type RequestedRun = {
  /** The last run before the requested one; null without one, or if one is in progress. */
  before: string | null
  /** Whether the server that continues afterwards answered. */
  isServing: boolean
  heldBack: WatchView['heldBack']
}

/** Requests a run, unless one is in progress. */
async function requestRun(
  context: OperationContext,
  { organisation, id }: z.output<typeof One>,
): Promise<RequestedRun> {
  return asOrganisation(context, organisation, async (options) => {
    const watch = toJsonView<WatchView>(await readWatch({ ...options, id }))
    const { isRunning, lastRun } = watch
    const requested = isRunning
      ? watch
      : toJsonView<WatchView>(await actOnWatch({ ...options, id, action: 'run-now' }))
    return {
      before: isRunning ? null : (lastRun?.id ?? null),
      isServing: context.isServing === true,
      heldBack: requested.heldBack,
    }
  })
}
