import { tipEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import { pageOf, TimeCursor, toPageQuery } from '../../platform/http/index.ts'
import {
  forgetSender,
  listTips,
  readTip,
  readTipPage,
  recordTip,
  removeTip,
  type PageReader,
} from './manage-tips.ts'

/** Endpoints for tips. */
export function tipRoutes(
  app: FastifyInstance,
  { clock, ...reader }: PageReader & { clock: () => number },
): void {
  const { store } = reader.intake

  route(app, tipEndpoints.list, async ({ actor, query }) => {
    const input = { ...toPageQuery(query, TimeCursor), sender: query.sender }
    const tips = await store.transact(contextOf(actor), (handle) =>
      listTips({ handle, actor, input }),
    )
    return pageOf(tips, query.limit, ({ recordedAt, id }) => [recordedAt, id])
  })

  route(app, tipEndpoints.create, async ({ actor, body: input }) => {
    const now = new Date(clock())
    const tip = await store.transact(contextOf(actor), (handle) =>
      recordTip({ handle, actor, input, now }),
    )
    return readTipPage(reader, actor, tip, input.page?.html)
  })

  route(app, tipEndpoints.read, async ({ actor, params: { id } }) =>
    store.transact(contextOf(actor), (handle) => readTip({ handle, actor, id })),
  )

  route(app, tipEndpoints.act, async ({ actor, params: { id }, body }) => {
    if (body.action.type === 'forget-sender') {
      return store.transact(contextOf(actor), (handle) => forgetSender({ handle, actor, id }))
    }
    const tip = await store.transact(contextOf(actor), (handle) => readTip({ handle, actor, id }))
    return readTipPage(reader, actor, tip)
  })

  route(app, tipEndpoints.remove, async ({ actor, params: { id } }) => {
    await store.transact(contextOf(actor), (handle) => removeTip({ handle, actor, id }))
    return {}
  })
}
