import {
  appealEndpoints,
  moderationEndpoints,
  noticeEndpoints,
  type NoticeAction,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import { toAppealView } from '../appeals/index.ts'
import {
  applyNotifierAction,
  readNotice as readReceivedNotice,
  withReceipt,
  type AssessmentSource,
} from '../moderation/index.ts'
import {
  approveNotice,
  checkNotice,
  draftFromListings,
  listingsOfNotice,
  listingsToDraft,
  recordReply,
  rejectNotice,
  requireReader,
  requireVisibleNotice,
  runTakedownChecks,
  sendNotice,
  withdrawNotice,
  type NoticeView,
} from '../notices/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { addRoute, serverAddress } from '../../platform/http/index.ts'
import type { FetchOptions } from '../../platform/outbound/index.ts'
import { deliverNotice, deliverWithdrawal } from './deliver-notice.ts'
import { actOnItem, decideAppealAndReport, decideItemAndReport } from './marketplace-actions.ts'
import {
  findInternalMarketplaces,
  findMarketplacesOf,
  listInternalMarketplaces,
} from './marketplaces.ts'
import { performNotifierAction } from './notifier-actions.ts'
import { loadSentNotice, readNotifierView } from './notifier-view.ts'

export type NoticeExchangeRoutesOptions = {
  store: Store
  clock: () => number
  engine: AssessmentSource
  outbound: FetchOptions
  /** The server's address for browsers. */
  publicUrl: string | undefined
  sendsMail: boolean
  /** Called when a capture was requested. */
  onCapture?: ((capture: { id: string; organisationId: string }) => void) | undefined
}

/** A notice, and the version that the sender read. */
type NoticeVersion = { id: string; expectedVersion: number | undefined }

/** Endpoints that concern both sides of a notice: its sender, and the marketplace that received it. */
export function noticeExchangeRoutes(
  app: FastifyInstance,
  options: NoticeExchangeRoutesOptions,
): void {
  const { store, clock, engine, outbound, publicUrl, sendsMail, onCapture } = options
  const now = (): Date => new Date(clock())
  const run = <T>(actor: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)

  route(app, noticeEndpoints.marketplaces, async ({ actor, query: { notice: id } }) => {
    const { organisationId } = requireReader(actor)
    const listings =
      id === undefined
        ? []
        : await run(actor, (handle) => listingsOfNotice({ handle, actor, input: { id } }))
    return { items: await listInternalMarketplaces(store, { organisationId, listings }) }
  })
  route(app, noticeEndpoints.enforce, async ({ actor, body }) => {
    const { organisationId } = requireReader(actor)
    const actionInput = { ...body, engine }
    const listings = await run(actor, (handle) =>
      listingsToDraft({ handle, actor, input: actionInput }),
    )
    const marketplaces = await findMarketplacesOf(store, { organisationId, listings })
    const input = { ...actionInput, listings, marketplaces, now: now() }
    const { requested, ...drafted } = await run(actor, (handle) =>
      draftFromListings({ handle, actor, input }),
    )
    for (const id of requested) onCapture?.({ id, organisationId })
    return drafted
  })
  route(app, noticeEndpoints.read, async ({ actor, params: input }) =>
    run(actor, async (handle) => {
      requireReader(actor)
      const { id } = await requireVisibleNotice({ handle, actor, input })
      return loadSentNotice(handle, id)
    }),
  )
  route(app, noticeEndpoints.check, async ({ actor, params: { id } }) => {
    const input = { id, now: now(), inside: await findInternalMarketplaces(store, id), engine }
    return run(actor, (handle) => checkNotice({ handle, actor, input }))
  })

  const send = async (
    actor: Actor,
    sending: NoticeVersion,
    act: typeof sendNotice,
  ): Promise<NoticeView> => {
    const { id } = sending
    const marketplaces = await findInternalMarketplaces(store, id)
    const input = { ...sending, now: now(), inside: marketplaces, engine }
    return run(actor, async (handle) => {
      await act({ handle, actor, input })
      await deliverNotice({ handle, id, marketplaces, now: input.now })
      return loadSentNotice(handle, id)
    })
  }
  const withdraw = (
    actor: Actor,
    { id, expectedVersion }: NoticeVersion,
    { cause, reason }: Extract<NoticeAction, { type: 'withdraw' }>,
  ): Promise<NoticeView> => {
    const input = { id, expectedVersion, cause, reason, now: now() }
    return run(actor, async (handle) => {
      await withdrawNotice({ handle, actor, input })
      await deliverWithdrawal({ handle, id, now: input.now })
      return loadSentNotice(handle, id)
    })
  }
  route(app, noticeEndpoints.act, async ({ actor, params: { id }, body }) => {
    const { action, organisation, expectedVersion } = body
    const read = { id, expectedVersion }
    switch (action.type) {
      case 'send':
        return send(actor, read, sendNotice)
      case 'approve':
        return send(actor, read, approveNotice)
      case 'reject': {
        const input = { ...read, reason: action.reason, now: now() }
        return run(actor, (handle) => rejectNotice({ handle, actor, input }))
      }
      case 'withdraw':
        return withdraw(actor, read, action)
      default: {
        const input = { ...read, organisation, action, now: now() }
        return run(actor, (handle) => performNotifierAction({ handle, actor, input }))
      }
    }
  })
  route(app, noticeEndpoints.follow, async ({ actor, params: { id }, body: answer }) => {
    const input = { id, answer, now: now() }
    return run(actor, async (handle) => {
      await recordReply({ handle, actor, input })
      return loadSentNotice(handle, id)
    })
  })
  route(app, noticeEndpoints.look, async ({ actor, params: { id } }) => {
    await runTakedownChecks({ store, outbound, now }, { actor, id })
    return run(actor, (handle) => loadSentNotice(handle, id))
  })
  addRoute(app, moderationEndpoints.follow, async ({ body: { receipt } }) =>
    withReceipt(store, receipt, readNotifierView),
  )
  addRoute(app, moderationEndpoints.actByReceipt, async ({ body: { receipt, action } }) =>
    withReceipt(store, receipt, async (of) => {
      await applyNotifierAction({ ...of, action, now: now() })
      return readNotifierView(of)
    }),
  )
  route(app, moderationEndpoints.act, async ({ actor, params: { id, position }, body, request }) =>
    run(actor, async (handle) => {
      const { action, expectedVersion } = body
      const input = { id, position: Number(position), action, expectedVersion }
      const reached = serverAddress(request, publicUrl)
      const acting = { handle, actor, now: now(), sendsMail, serverAddress: reached, input }
      const sellerLink = (await actOnItem(acting)) ?? null
      const notice = await readReceivedNotice({ handle, actor, engine, input: { id } })
      return { ...notice, sellerLink }
    }),
  )
  route(
    app,
    moderationEndpoints.decide,
    async ({ actor, params: { id, position }, body: decision, request }) =>
      run(actor, (handle) =>
        decideItemAndReport({
          handle,
          actor,
          now: now(),
          sendsMail,
          serverAddress: serverAddress(request, publicUrl),
          input: { id, position: Number(position), decision },
        }),
      ),
  )
  route(app, appealEndpoints.decide, async ({ actor, params: { id }, body }) => {
    const input = { ...body, id, now: now() }
    return toAppealView(
      await run(actor, (handle) => decideAppealAndReport({ handle, actor, input })),
    )
  })
}
