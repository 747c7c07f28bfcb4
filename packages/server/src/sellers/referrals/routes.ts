import { createReadStream } from 'node:fs'
import {
  referralEndpoints,
  referralTemplateEndpoints,
  type ReferralAction,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { checkDocument } from '../../platform/documents/index.ts'
import { pageOf, TimeCursor, toPageQuery, valueCursor } from '../../platform/http/index.ts'
import { decideContest } from './decide-contest.ts'
import {
  attachDocument,
  changeDraft,
  detachDocument,
  draftReferral,
  requirePreparer,
} from './draft-referral.ts'
import {
  listCustody,
  listItems,
  listReferrals,
  openReferralPackage,
  previewReferral,
  readReferral,
  toCustodyView,
} from './read-referral.ts'
import { assertCapturesToRelease } from './check-release.ts'
import { exchangeRoutes, type RunUseCase } from './exchange-routes.ts'
import {
  acknowledgeReferral,
  closeReferral,
  findSenderSlug,
  withdrawReferral,
} from './referral-actions.ts'
import {
  releaseReferral,
  retryPacking,
  returnReferral,
  submitReferral,
} from './release-referral.ts'
import { findRecipient, listRecipients } from './recipients.ts'
import { requireReader, requireReferral } from './require-referral.ts'
import { listTemplates } from './templates.ts'
import type { ListingViews } from './types.ts'
import { toDocumentView } from './views.ts'

type ReferralRoutesOptions = {
  store: Store
  blobs: Blobs
  clock: () => number
  views: ListingViews
  /** Starts making a package in the background; without it, the next sweep does. */
  onDue: (work: { id: string; organisationId: string }) => void
}

type Work = { id: string; organisationId: string }

/** Endpoints for referrals of networks and cases, on both sides. */
export function referralRoutes(app: FastifyInstance, options: ReferralRoutesOptions): void {
  const { store, blobs, clock, views, onDue } = options
  const run: RunUseCase = (actor, work) =>
    store.transact(contextOf(actor), (handle) =>
      work({ handle, actor, now: new Date(clock()), views }),
    )

  route(app, referralTemplateEndpoints.list, async ({ query }) => ({
    items: listTemplates(query.language),
  }))

  route(app, referralEndpoints.list, async ({ actor, query: asked }) => {
    const { side, state, network, case: kase, account, ...query } = asked
    const of = { network, case: kase, account }
    const input = { side, state, of, ...toPageQuery(query, TimeCursor) }
    const found = await run(actor, (scene) => listReferrals({ ...scene, input }))
    const { items, next } = pageOf(found, query.limit, ({ row }) => [
      side === 'sender' ? row.createdAt : (row.sentAt ?? row.createdAt),
      row.id,
    ])
    return { items: items.map(({ shown }) => shown), next }
  })
  route(app, referralEndpoints.recipients, async ({ actor }) => ({
    items: await listRecipients(store, requirePreparer(actor)),
  }))
  route(app, referralEndpoints.create, async ({ actor, body: input }) => {
    requirePreparer(actor)
    const recipient = await findRecipient(store, input.recipient)
    return run(actor, async (asked) => {
      const id = await draftReferral({ ...asked, input, recipient })
      return readReferral({ ...asked, input: { id } })
    })
  })
  route(app, referralEndpoints.read, async ({ actor, params: input }) =>
    run(actor, (asked) => readReferral({ ...asked, input })),
  )
  route(app, referralEndpoints.change, async ({ actor, params: { id }, body }) => {
    requirePreparer(actor)
    const { recipient: wanted } = body.draft
    const recipient = wanted === undefined ? undefined : await findRecipient(store, wanted)
    return run(actor, async (asked) => {
      await changeDraft({ ...asked, input: { id, ...body }, recipient })
      return readReferral({ ...asked, input: { id } })
    })
  })
  route(app, referralEndpoints.attach, async ({ actor, params: { id }, body }) => {
    const { purpose, title, document } = body
    // Checked outside of transactions, and for those alone who see the referral.
    const { row } = await run(actor, ({ handle }) =>
      requireReferral({ handle, actor: requireReader(actor), id }),
    )
    const checked = await checkDocument(document, '/document/content', {
      holder: row.organisationId,
    })
    const input = { id, purpose, title, checked }
    return toDocumentView(await run(actor, (asked) => attachDocument({ ...asked, input })))
  })
  route(app, referralEndpoints.detach, async ({ actor, params: input }) => {
    await run(actor, (asked) => detachDocument({ ...asked, input }))
    return {}
  })
  route(app, referralEndpoints.preview, async ({ actor, params: input }) =>
    run(actor, (asked) => previewReferral({ ...asked, input })),
  )
  route(app, referralEndpoints.items, async ({ actor, params: { id }, query }) => {
    const { kind, ...page } = query
    const { limit, after } = toPageQuery(page, PlaceCursor)
    const input = { id, kind, limit, ...(after !== undefined && { after }) }
    const found = await run(actor, (asked) => listItems({ ...asked, input }))
    const { items, next } = pageOf(found, query.limit, ({ place }) => [place])
    return { items: items.map(({ shown }) => shown), next }
  })
  route(app, referralEndpoints.custody, async ({ actor, params: { id }, query }) => {
    const input = { id, ...toPageQuery(query, TimeCursor) }
    const rows = await run(actor, (asked) => listCustody({ ...asked, input }))
    const { items, next } = pageOf(rows, query.limit, ({ at, id: entry }) => [at, entry])
    return { items: items.map(toCustodyView), next }
  })
  route(app, referralEndpoints.package, async ({ actor, params: { id }, query, reply }) => {
    const { redacted, supplement } = query
    const asked = { actor, id, redacted: redacted === 'true', supplement }
    const { name, bytes, file } = await openReferralPackage({ store, blobs }, asked)
    return reply
      .headers({
        'content-type': 'application/zip',
        'content-length': bytes,
        'content-disposition': `attachment; filename="${name}.zip"`,
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'no-store',
      })
      .send(createReadStream(file))
  })
  route(app, referralEndpoints.act, async ({ actor, params: { id }, body }) => {
    const { action, expectedVersion } = body
    if (action.type === 'release') await assertCapturesToRelease({ store, blobs }, { actor, id })
    const senderSlug = await slugForSilence(actor, id, action)
    const { work, view } = await run(actor, async (asked) => {
      const due = await applyAction({ ...asked, id, action, expectedVersion, senderSlug })
      return { work: due, view: await readReferral({ ...asked, input: { id } }) }
    })
    if (work !== undefined) onDue(work)
    return view
  })

  /** Read before the transaction: row-level security shows a recipient no other organisation. */
  async function slugForSilence(actor: Actor, id: string, action: ReferralAction): Promise<string> {
    if (action.type !== 'acknowledge' || action.silence === undefined) return ''
    const { row } = await run(actor, ({ handle }) =>
      requireReferral({ handle, actor: requireReader(actor), id }),
    )
    return findSenderSlug(store, row.organisationId)
  }
  exchangeRoutes(app, { ...options, run })
}

const PlaceCursor = valueCursor(z.int().min(0))

/** Applies an action, and returns the package that is to be made for it. */
async function applyAction({
  id,
  action,
  expectedVersion,
  senderSlug,
  ...asked
}: {
  handle: Transaction
  actor: Actor
  now: Date
  views: ListingViews
  id: string
  action: ReferralAction
  expectedVersion: number | undefined
  senderSlug: string
}): Promise<Work | undefined> {
  const input = { id, expectedVersion }
  switch (action.type) {
    case 'submit':
      return done(submitReferral({ ...asked, input }))
    case 'return':
      return done(returnReferral({ ...asked, input: { ...input, reason: action.reason } }))
    case 'release':
      return releaseReferral({
        ...asked,
        input: { ...input, acceptChanges: action.acceptChanges },
      })
    case 'retry':
      return retryPacking({ ...asked, input })
    case 'withdraw':
      return done(withdrawReferral({ ...asked, input: { ...input, reason: action.reason } }))
    case 'close':
      return done(closeReferral({ ...asked, input }))
    case 'decide-contest': {
      const { contest, reason, outcome } = action
      return done(decideContest({ ...asked, input: { ...input, contest, reason, outcome } }))
    }
    case 'acknowledge': {
      const { silence } = action
      return done(acknowledgeReferral({ ...asked, input: { ...input, silence }, senderSlug }))
    }
  }
}

async function done(work: Promise<void>): Promise<undefined> {
  await work
}
