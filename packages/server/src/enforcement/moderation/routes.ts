import { moderationEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { serveImage } from '../../investigation/evidence/index.ts'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { networkOf } from '../../access/users/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { addRoute, Moment, toPageQuery, pageOf, serverAddress } from '../../platform/http/index.ts'
import { sendImage } from '../../images/pipeline/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { moderationContext } from './receipt-access.ts'
import {
  putFlagger,
  listFlaggers,
  readSettings,
  reportFlaggerMisuse,
  setModerationSettings,
} from './settings.ts'
import { recordFilings, listUnfiledRecords } from './transparency-filings.ts'
import { findNoticeForm } from './notice-forms-repository.ts'
import { applyMisuseAction, listMisuseRecords, openMisuseRecord } from './suspend-for-misuse.ts'
import { maxNotice } from './types.ts'
import {
  applyOwnInitiativeAction,
  previewOwnInitiative,
  proposeOwnInitiative,
  readOwnInitiative,
} from './own-initiative.ts'
import { readReceivedImage } from './received-images.ts'
import { previewStatement } from './preview-statement.ts'
import { reviewItem } from './review-item.ts'
import { findCandidateListings } from './candidate-listings.ts'
import { readStatementDraft, listMeasures, readNotice, readQueue } from './moderation-queue.ts'
import { receiveNotice } from './receive-notice.ts'

export type ModerationRoutesOptions = {
  store: Store
  clock: () => number
  names: () => BrandNames
  engine: () => string
  /** The server's address for browsers. */
  publicUrl: string | undefined
  /** Storage of the evidence's bytes. */
  blobs: Blobs
  /** Whether the installation has a mail server. */
  sendsMail: boolean
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

const intakeQuestions = [
  'Why do you consider this illegal?',
  'What is its exact address (URL)? For several items, give each its own.',
  'What is your name and email address? They are not required if you suspect sexual abuse of children.',
  'Do you believe in good faith that your statements are accurate and complete?',
]

/** Endpoints for a marketplace's received notices. */
export function moderationRoutes(app: FastifyInstance, options: ModerationRoutesOptions): void {
  const { store, clock, sendsMail, publicUrl } = options
  const engine = { names: options.names, engine: options.engine }
  const now = (): Date => new Date(clock())
  const as = <T>(actor: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)

  const doorOf = async (slug: string): Promise<{ organisationId: string; name: string }> => {
    const door = await store.transact({ as: 'visitor', door: slug }, (handle) =>
      findNoticeForm(handle, slug),
    )
    if (door !== undefined) return door
    const message = `no marketplace ${slug} receives notices here`
    throw new AppError({ code: 'not-found', message, pointer: '/slug' })
  }

  addRoute(app, moderationEndpoints.door, async ({ params: { slug } }) => {
    const { name } = await doorOf(slug)
    return { marketplace: name, mostItems: maxNotice.items, asks: intakeQuestions }
  })

  addRoute(app, moderationEndpoints.send, async ({ params: { slug }, body: notice, request }) => {
    const { organisationId } = await doorOf(slug)
    const from = { stranger: { network: networkOf(request.ip) } }
    const received = await store.transact(moderationContext(organisationId), (handle) =>
      receiveNotice({
        handle,
        organisationId,
        from,
        notice,
        evidence: [],
        now: now(),
        sendsMail,
      }),
    )
    const { receipt = '', receivedAt, acknowledged, items } = received
    return { receipt, receivedAt, acknowledged, items: items.length, missing: received.missing }
  })

  route(app, moderationEndpoints.settings, async ({ actor }) =>
    as(actor, (handle) => readSettings({ handle, actor, input: {}, now: now() })),
  )
  route(app, moderationEndpoints.set, async ({ actor, body: input }) =>
    as(actor, (handle) => setModerationSettings({ handle, actor, input, now: now() })),
  )
  route(app, moderationEndpoints.flaggers, async ({ actor }) =>
    as(actor, (handle) => listFlaggers({ handle, actor })),
  )
  route(app, moderationEndpoints.putFlagger, async ({ actor, body: input }) =>
    as(actor, (handle) => putFlagger({ handle, actor, input, now: now() })),
  )
  route(app, moderationEndpoints.reportFlagger, async ({ actor, params: { id }, body }) =>
    as(actor, (handle) =>
      reportFlaggerMisuse({ handle, actor, input: { id, ...body }, now: now() }),
    ),
  )

  route(app, moderationEndpoints.queue, async ({ actor, query: { limit, after, ...wish } }) => {
    const input = { wish, ...toPageQuery({ limit, after }, QueuePlace) }
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

  route(app, moderationEndpoints.read, async ({ actor, params: input }) =>
    as(actor, (handle) => readNotice({ handle, actor, engine, input })),
  )
  route(app, moderationEndpoints.picture, async ({ actor, params: input, reply }) => {
    const out = await as(actor, (handle) => readReceivedImage({ handle, actor, input }))
    const { bytes, type } = await serveImage({ store, blobs: options.blobs }, out)
    return sendImage(reply, bytes, type, 'no-store')
  })
  route(app, moderationEndpoints.draft, async ({ actor, params: { id, position } }) => {
    const input = { id, position: Number(position) }
    return as(actor, (handle) => readStatementDraft({ handle, actor, engine, input, now: now() }))
  })

  route(app, moderationEndpoints.review, async ({ actor, params: { id, position } }) => {
    const input = { id, position: Number(position) }
    return as(actor, (handle) => reviewItem({ handle, actor, engine, input, now: now() }))
  })
  route(app, moderationEndpoints.candidates, async ({ actor, query: input }) => {
    const items = await as(actor, (handle) => findCandidateListings({ handle, actor, input }))
    return { items }
  })
  route(app, moderationEndpoints.preview, async ({ actor, params: { id, position }, body }) => {
    const input = { id, position: Number(position), ...body }
    return as(actor, (handle) => previewStatement({ handle, actor, input, now: now() }))
  })

  route(app, moderationEndpoints.measures, async ({ actor, query }) => {
    const { listing, seller } = query
    const input = {
      ...toPageQuery(query, MeasurePlace),
      ...(listing !== undefined && { listing }),
      ...(seller !== undefined && { seller }),
    }
    const measures = await as(actor, (handle) => listMeasures({ handle, actor, input }))
    return pageOf(measures, query.limit, (last) => [last.startsOn, last.id])
  })
  route(app, moderationEndpoints.filings, async ({ actor }) =>
    as(actor, (handle) => listUnfiledRecords({ handle, actor })),
  )
  route(app, moderationEndpoints.noteFilings, async ({ actor, body: { filings } }) =>
    recordFilings({ inTransaction: (use) => as(actor, use), actor, filings, now: now() }),
  )
  route(app, moderationEndpoints.own, async ({ actor, body: input }) =>
    as(actor, (handle) => proposeOwnInitiative({ handle, actor, engine, input, now: now() })),
  )
  route(app, moderationEndpoints.readOwn, async ({ actor, params: input }) =>
    as(actor, (handle) => readOwnInitiative({ handle, actor, engine, input, now: now() })),
  )
  route(app, moderationEndpoints.previewOwn, async ({ actor, params: { id }, body }) =>
    as(actor, (handle) =>
      previewOwnInitiative({ handle, actor, input: { id, ...body }, now: now() }),
    ),
  )
  route(app, moderationEndpoints.actOnOwn, async ({ actor, params: { id }, body, request }) =>
    as(actor, async (handle) => {
      const input = { id, action: body.action, expectedVersion: body.expectedVersion }
      const acting = {
        handle,
        actor,
        now: now(),
        sendsMail,
        serverAddress: serverAddress(request, publicUrl),
        input,
      }
      const sellerLink = (await applyOwnInitiativeAction(acting)) ?? null
      const ownInitiativeView = await readOwnInitiative({
        handle,
        actor,
        engine,
        input: { id },
        now: now(),
      })
      return { ...ownInitiativeView, sellerLink }
    }),
  )
  route(app, moderationEndpoints.misuse, async ({ actor }) =>
    as(actor, (handle) => listMisuseRecords({ handle, actor })),
  )
  route(app, moderationEndpoints.watch, async ({ actor, body: input }) =>
    as(actor, (handle) => openMisuseRecord({ handle, actor, input, now: now() })),
  )
  route(app, moderationEndpoints.actOnMisuse, async ({ actor, params: { id }, body, request }) =>
    as(actor, (handle) =>
      applyMisuseAction({
        handle,
        actor,
        sendsMail,
        serverAddress: serverAddress(request, publicUrl),
        input: { id, action: body.action, expectedVersion: body.expectedVersion },
        now: now(),
      }),
    ),
  )
}
