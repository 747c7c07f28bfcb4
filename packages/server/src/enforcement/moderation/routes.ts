import { receptionEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { handOutPicture } from '../../investigation/evidence/index.ts'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Handle, Store } from '../../platform/db/index.ts'
import { networkOf } from '../../access/users/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { addRoute, Moment, pageAsked, pageOf } from '../../platform/http/index.ts'
import { sendPicture } from '../../images/pipeline/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { actOnItem } from './item-actions.ts'
import { byReceipt, inHouse } from './receipt-access.ts'
import { putFlagger, readFlaggers, readSettings, reportFlagger, setSettings } from './settings.ts'
import { noteFilings, readFilings } from './transparency-filings.ts'
import { formPage, formScript, formStyle } from './notice-form-page.ts'
import { findDoor } from './settings-repository.ts'
import { actOnMisuse, readMisuse, watchMisuse } from './misuse-record.ts'
import { most, type QueueMessage } from './types.ts'
import { actAsNotifier, seenByNotifier, type AnswersIn } from './notifier-actions.ts'
import { actOnOwn, previewOwn, proposeOwn, readOwn } from './own-initiative.ts'
import { lookAtPicture } from './received-images.ts'
import { previewStatement } from './preview-statement.ts'
import { readDraft, readMeasures, readNotice, readQueue } from './moderation-queue.ts'
import { receive } from './receive-notice.ts'
import type { SellerLinks } from './seller-link.ts'

export type ReceptionRoutesOptions = {
  store: Store
  clock: () => number
  names: () => BrandNames
  engine: () => string
  /** What became of sellers' answers, as far as whoever sent the notice may know of it. */
  answersIn: AnswersIn
  /** Makes the links by which sellers answer; without it a person makes each by hand. */
  sellerLinks?: SellerLinks | undefined
  /** Where the bytes of evidence lie. */
  blobs: Blobs
  /** Where messages leave the house; without it those who can be told otherwise are, and others stay owed. */
  queueMessage?: QueueMessage | undefined
}

const QueuePlace = z
  .tuple([z.int(), Moment, z.uuid(), z.int()])
  .transform(([urgency, receivedAt, noticeId, position]) => ({
    urgency,
    receivedAt,
    noticeId,
    position,
  }))
const MeasurePlace = z
  .tuple([z.iso.date(), z.uuid()])
  .transform(([startsOn, id]) => ({ startsOn, id }))

const asked = [
  'Why do you hold this to be illegal?',
  'What is its exact address (URL)? For several items, give each its own.',
  'What is your name and e-mail address? They are not asked for where sexual abuse of children is suspected.',
  'Do you believe in good faith that what you write is right and complete?',
]

/** The form runs its own script and speaks to this server; nothing else, and in no other's frame. */
const formPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The addresses under which a marketplace receives notices and acts on them. */
export function receptionRoutes(app: FastifyInstance, options: ReceptionRoutesOptions): void {
  const { store, clock, queueMessage, answersIn, sellerLinks } = options
  const engine = { names: options.names, engine: options.engine }
  const now = (): Date => new Date(clock())
  const as = <T>(actor: Actor, work: (handle: Handle) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)

  const doorOf = async (slug: string): Promise<{ organisationId: string; name: string }> => {
    const door = await store.transact({ as: 'visitor', door: slug }, (handle) =>
      findDoor(handle, slug),
    )
    if (door !== undefined) return door
    const message = `no marketplace ${slug} receives notices here`
    throw new AppError({ code: 'not-found', message, pointer: '/slug' })
  }

  addRoute(app, receptionEndpoints.door, async ({ params: { slug } }) => {
    const { name } = await doorOf(slug)
    return { marketplace: name, mostItems: most.items, asks: asked }
  })

  addRoute(app, receptionEndpoints.send, async ({ params: { slug }, body: notice, request }) => {
    const { organisationId } = await doorOf(slug)
    const from = { stranger: { network: networkOf(request.ip) } }
    const received = await store.transact(inHouse(organisationId), (handle) =>
      receive({ handle, organisationId, from, notice, evidence: [], now: now(), queueMessage }),
    )
    const { receipt = '', receivedAt, acknowledged, items } = received
    return { receipt, receivedAt, acknowledged, items: items.length, asked: received.asked }
  })

  addRoute(app, receptionEndpoints.follow, async ({ body: { receipt } }) =>
    byReceipt(store, receipt, (of) => seenByNotifier({ ...of, answersIn })),
  )

  addRoute(app, receptionEndpoints.actByReceipt, async ({ body: { receipt, do: act } }) =>
    byReceipt(store, receipt, async (of) => {
      await actAsNotifier({ ...of, act, now: now() })
      return seenByNotifier({ ...of, answersIn })
    }),
  )

  const files = { 'notice-form.js': formScript, 'notice-form.css': formStyle }
  for (const [name, text] of Object.entries(files)) {
    const type = name.endsWith('.js') ? 'text/javascript' : 'text/css'
    app.get(`/${name}`, async (_request, reply) => reply.type(`${type}; charset=utf-8`).send(text))
  }
  app.get('/notice/:slug', async (_request, reply) =>
    reply
      .header('content-security-policy', formPolicy)
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(formPage),
  )

  route(app, receptionEndpoints.settings, async ({ actor }) =>
    as(actor, (handle) => readSettings({ handle, actor, input: {}, now: now() })),
  )
  route(app, receptionEndpoints.set, async ({ actor, body: input }) =>
    as(actor, (handle) => setSettings({ handle, actor, input, now: now() })),
  )
  route(app, receptionEndpoints.flaggers, async ({ actor }) =>
    as(actor, (handle) => readFlaggers({ handle, actor })),
  )
  route(app, receptionEndpoints.putFlagger, async ({ actor, body: input }) =>
    as(actor, (handle) => putFlagger({ handle, actor, input, now: now() })),
  )
  route(app, receptionEndpoints.reportFlagger, async ({ actor, params: { id }, body }) =>
    as(actor, (handle) => reportFlagger({ handle, actor, input: { id, ...body }, now: now() })),
  )

  route(app, receptionEndpoints.queue, async ({ actor, query: { limit, after, ...wish } }) => {
    const input = { wish, ...pageAsked({ limit, after }, QueuePlace) }
    const found = await as(actor, (handle) =>
      readQueue({ handle, actor, engine, now: now(), input }),
    )
    const { items, next } = pageOf(found, limit, ({ place }) => [
      place.urgency,
      place.receivedAt,
      place.noticeId,
      place.position,
    ])
    return { items: items.map(({ shown }) => shown), next }
  })

  route(app, receptionEndpoints.read, async ({ actor, params: input }) =>
    as(actor, (handle) => readNotice({ handle, actor, engine, input })),
  )
  route(app, receptionEndpoints.picture, async ({ actor, params: input, reply }) => {
    const out = await as(actor, (handle) => lookAtPicture({ handle, actor, input }))
    const { bytes, type } = await handOutPicture({ store, blobs: options.blobs }, out)
    return sendPicture(reply, bytes, type, 'no-store')
  })
  route(app, receptionEndpoints.act, async ({ actor, params: { id, position }, body: act }) =>
    as(actor, async (handle) => {
      const input = { id, position: Number(position), act }
      const acting = { handle, actor, now: now(), queueMessage, sellerLinks, input }
      const sellerLink = (await actOnItem(acting)) ?? null
      const notice = await readNotice({ handle, actor, engine, input: { id } })
      return { ...notice, sellerLink }
    }),
  )
  route(app, receptionEndpoints.draft, async ({ actor, params: { id, position } }) => {
    const input = { id, position: Number(position) }
    return as(actor, (handle) => readDraft({ handle, actor, engine, input, now: now() }))
  })

  route(app, receptionEndpoints.preview, async ({ actor, params: { id, position }, body }) => {
    const input = { id, position: Number(position), ...body }
    return as(actor, (handle) => previewStatement({ handle, actor, input, now: now() }))
  })

  route(app, receptionEndpoints.measures, async ({ actor, query }) => {
    const { listing, seller } = query
    const input = {
      ...pageAsked(query, MeasurePlace),
      ...(listing !== undefined && { listing }),
      ...(seller !== undefined && { seller }),
    }
    const measures = await as(actor, (handle) => readMeasures({ handle, actor, input }))
    return pageOf(measures, query.limit, (last) => [last.startsOn, last.id])
  })
  route(app, receptionEndpoints.filings, async ({ actor }) =>
    as(actor, (handle) => readFilings({ handle, actor })),
  )
  route(app, receptionEndpoints.noteFilings, async ({ actor, body: { filings } }) =>
    noteFilings({ inTransaction: (use) => as(actor, use), actor, filings, now: now() }),
  )
  route(app, receptionEndpoints.own, async ({ actor, body: input }) =>
    as(actor, (handle) => proposeOwn({ handle, actor, engine, input, now: now() })),
  )
  route(app, receptionEndpoints.readOwn, async ({ actor, params: input }) =>
    as(actor, (handle) => readOwn({ handle, actor, engine, input, now: now() })),
  )
  route(app, receptionEndpoints.previewOwn, async ({ actor, params: { id }, body }) =>
    as(actor, (handle) => previewOwn({ handle, actor, input: { id, ...body }, now: now() })),
  )
  route(app, receptionEndpoints.actOnOwn, async ({ actor, params: { id }, body: act }) =>
    as(actor, async (handle) => {
      const input = { id, act }
      const acting = { handle, actor, now: now(), queueMessage, sellerLinks, input }
      const sellerLink = (await actOnOwn(acting)) ?? null
      const shown = await readOwn({ handle, actor, engine, input: { id }, now: now() })
      return { ...shown, sellerLink }
    }),
  )
  route(app, receptionEndpoints.misuse, async ({ actor }) =>
    as(actor, (handle) => readMisuse({ handle, actor })),
  )
  route(app, receptionEndpoints.watch, async ({ actor, body: input }) =>
    as(actor, (handle) => watchMisuse({ handle, actor, input, now: now() })),
  )
  route(app, receptionEndpoints.actOnMisuse, async ({ actor, params: { id }, body: act }) =>
    as(actor, (handle) =>
      actOnMisuse({ handle, actor, queueMessage, sellerLinks, input: { id, act }, now: now() }),
    ),
  )
}
