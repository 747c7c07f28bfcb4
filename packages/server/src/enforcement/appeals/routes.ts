import {
  answerEndpoints,
  clearanceEndpoints,
  proofAskEndpoints,
  type Answer,
  type AnswerLink,
  type Clearance,
  type ProofAsk,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { keysOf, type PublisherOf } from '../../investigation/evidence/index.ts'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { PeopleSettings } from '../../access/users/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Handle, Store } from '../../platform/db/index.ts'
import {
  MomentPlace,
  pageAsked,
  pageOf,
  sendDownload,
  type Outgoing,
} from '../../platform/http/index.ts'
import { asksOf, askProof, decideAsk, readAsk, withdrawAsk } from './proof-requests.ts'
import {
  clearancesOf,
  issueClearance,
  readClearance,
  revokeClearance,
  signedOf,
} from './clearances.ts'
import {
  answersOf,
  decideAnswer,
  openDocument,
  readAnswer,
  tellSeller,
  type ReadAnswer,
} from './decide-appeal.ts'
import { linksOf, mintLink, revokeLink } from './appeal-links.ts'
import type {
  KeptAnswer,
  KeptAsk,
  KeptClearance,
  Link,
  PictureForSeller,
  Reinstate,
  ShownToSeller,
  ShowToSeller,
} from './types.ts'
import { mayDecideOnAnswers, mayListAnswers } from './policy.ts'
import { sellerRoutes } from './seller-routes.ts'
import { forMembers, forThoseWhoDecide, personWho } from './service.ts'
import { reverseInProceeding, shownByProceeding } from './seller-view.ts'
import type { Page } from './repository.ts'

export type AnswerRoutesOptions = {
  store: Store
  settings: PeopleSettings
  /** Whose key signs a clearance: that with which the organisation seals its evidence. */
  publisherOf: PublisherOf
  /** What a proceeding shows its seller; as the proceeding itself tells it where nothing is known here. */
  show?: (...asked: Parameters<ShowToSeller>) => Promise<ShownToSeller | undefined>
  /** Where the bytes of evidence lie. */
  blobs: Blobs
  /** What pictures of a seller's page led to a restriction; none where nothing is known here. */
  pictureFor?: PictureForSeller
  /** Undoes what was done to a seller; false where that is to be done in the proceeding alone. */
  reinstate?: (asked: Parameters<Reinstate>[0]) => Promise<boolean>
}

/** The addresses under which a marketplace hears its sellers, and those of the seller's page. */
export function answerRoutes(app: FastifyInstance, options: AnswerRoutesOptions): void {
  const { store, settings, publisherOf } = options
  const show: ShowToSeller = async (...asked) =>
    (await options.show?.(...asked)) ?? shownByProceeding(...asked)
  const reinstate: Reinstate = async (asked) => {
    if ((await options.reinstate?.(asked)) !== true) await reverseInProceeding(asked)
  }
  const now = (): Date => new Date(settings.clock())
  const run = <T>(
    actor: Actor,
    work: (asked: { handle: Handle; actor: Actor }) => Promise<T>,
  ): Promise<T> => store.transact(contextOf(actor), (handle) => work({ handle, actor }))

  route(app, answerEndpoints.links, async ({ actor, query }) => {
    const input = pageWished(query)
    const links = await run(actor, (asked) => linksOf({ ...asked, input }))
    return pageByTime(links, query.limit, shownLink, ({ madeAt }) => madeAt)
  })
  route(app, answerEndpoints.makeLink, async ({ actor, body }) => {
    const input = { ...body, now: now(), publicUrl: settings.publicUrl }
    const { link, ...rest } = await run(actor, (asked) => mintLink({ ...asked, input }))
    return { link: shownLink(link), ...rest }
  })
  route(app, answerEndpoints.revokeLink, async ({ actor, params: { id } }) =>
    shownLink(await run(actor, (asked) => revokeLink({ ...asked, input: { id, now: now() } }))),
  )

  route(app, answerEndpoints.list, async ({ actor, query }) => {
    const input = pageWished(query)
    const answers = await run(actor, (asked) => answersOf({ ...asked, input }))
    return pageByTime(answers, query.limit, summaryOf, ({ givenAt }) => givenAt)
  })
  route(app, answerEndpoints.read, async ({ actor, params: input }) =>
    shownAnswer(await run(actor, (asked) => readAnswer({ ...asked, input }))),
  )
  route(app, answerEndpoints.document, async ({ actor, params, reply }) => {
    const input = { ...params, sealer: settings.sealer }
    return sendDownload(reply, await run(actor, (asked) => openDocument({ ...asked, input })))
  })
  route(app, answerEndpoints.decide, async ({ actor, params: { id }, body }) => {
    const input = { ...body, id, now: now(), reinstate }
    return shownAnswer(await run(actor, (asked) => decideAnswer({ ...asked, input })))
  })
  route(app, answerEndpoints.told, async ({ actor, params: { id }, body: { how } }) => {
    const input = { id, how, now: now() }
    return shownAnswer(await run(actor, (asked) => tellSeller({ ...asked, input })))
  })

  route(app, clearanceEndpoints.issue, async ({ actor, body }) => {
    const { organisationId } = personWho(actor, mayDecideOnAnswers, forThoseWhoDecide)
    const { signer } = await publisherOf(organisationId)
    const input = { ...body, now: now(), signer }
    return shownClearance(await run(actor, (asked) => issueClearance({ ...asked, input })))
  })
  route(app, clearanceEndpoints.list, async ({ actor, query: { holds, ...query } }) => {
    const input = { ...pageWished(query), ...(holds === 'now' && { holdsAt: now() }) }
    const found = await run(actor, (asked) => clearancesOf({ ...asked, input }))
    return pageByTime(found, query.limit, shownClearance, ({ issuedAt }) => issuedAt)
  })
  route(app, clearanceEndpoints.read, async ({ actor, params: input }) =>
    run(actor, async (asked) => {
      const found = await readClearance({ ...asked, input })
      const { organisationId } = personWho(actor, mayListAnswers, forMembers)
      const keys = await keysOf(asked.handle, organisationId)
      const { publicKey } = keys.find(({ id }) => id === found.keyId) ?? {}
      if (publicKey === undefined) throw new Error(`the key ${found.keyId} is not kept`)
      return { ...shownClearance(found), publicKey }
    }),
  )
  route(app, clearanceEndpoints.revoke, async ({ actor, params: { id }, body: { reason } }) => {
    const input = { id, reason, now: now() }
    return shownClearance(await run(actor, (asked) => revokeClearance({ ...asked, input })))
  })

  route(app, proofAskEndpoints.ask, async ({ actor, body }) => {
    const input = { ...body, now: now() }
    return shownAsk(await run(actor, (asked) => askProof({ ...asked, input })))
  })
  route(app, proofAskEndpoints.list, async ({ actor, query }) => {
    const input = pageWished(query)
    const asks = await run(actor, (asked) => asksOf({ ...asked, input }))
    return pageByTime(asks, query.limit, shownAsk, ({ askedAt }) => askedAt)
  })
  route(app, proofAskEndpoints.read, async ({ actor, params: input }) => {
    const { ask, answers } = await run(actor, (asked) => readAsk({ ...asked, input }))
    return { ...shownAsk(ask), answers: answers.map(summaryOf) }
  })
  route(app, proofAskEndpoints.decide, async ({ actor, params: { id }, body }) => {
    const input = { ...body, id, now: now() }
    return shownAsk(await run(actor, (asked) => decideAsk({ ...asked, input })))
  })
  route(app, proofAskEndpoints.withdraw, async ({ actor, params: { id }, body: { reasons } }) => {
    const input = { id, reasons, now: now() }
    return shownAsk(await run(actor, (asked) => withdrawAsk({ ...asked, input })))
  })

  const pictureFor: PictureForSeller = options.pictureFor ?? (async () => undefined)
  sellerRoutes(app, { house: { store, settings }, show, pictureFor, blobs: options.blobs })
}

/** What a query wishes of a list by time, and the page of it. */
function pageWished<Query extends { limit: number; after?: string | undefined }>({
  limit,
  after,
  ...wishes
}: Query): Omit<Query, 'limit' | 'after'> & Page {
  return { ...wishes, ...pageAsked({ limit, after }, MomentPlace) }
}

function pageByTime<Row extends { id: string }, T>(
  rows: Row[],
  limit: number,
  shown: (row: Row) => T,
  at: (row: Row) => Date,
): { items: T[]; next: string | null } {
  const { items, next } = pageOf(rows, limit, (last) => [at(last), last.id])
  return { items: items.map(shown), next }
}

function shownLink(link: Link): Outgoing<AnswerLink> {
  const { id, proceedingId, askId, marketplace, sellerId } = link
  const { madeAt, expiresAt, openedAt, revokedAt } = link
  return {
    id,
    proceeding: proceedingId,
    ask: askId,
    marketplace,
    seller: sellerId,
    madeAt,
    expiresAt,
    openedAt,
    revokedAt,
  }
}

function summaryOf(answer: KeptAnswer) {
  const { id, proceedingId, askId, state, givenAt, outcome, decidedAt, toldAt } = answer
  const { title, marketplace, sellerId: seller } = answer
  return {
    id,
    proceeding: proceedingId,
    ask: askId,
    title,
    marketplace,
    seller,
    state,
    givenAt,
    outcome,
    decidedAt,
    toldAt,
  }
}

function shownAnswer(answer: ReadAnswer): Outgoing<Answer> {
  const { words, locale, documents, reasons, summary } = answer
  return { ...summaryOf(answer), words, locale, documents, reasons, summary }
}

function shownClearance(kept: KeptClearance): Outgoing<Clearance> {
  const { id, marketplace, sellerId, brand, product, right, issuedAt, expiresAt } = kept
  const { revokedAt, revokedBecause } = kept
  return {
    id,
    marketplace,
    seller: sellerId,
    brand,
    product,
    right,
    issuedAt,
    expiresAt,
    revokedAt,
    revokedBecause,
    signed: signedOf(kept),
  }
}

function shownAsk(ask: KeptAsk): Outgoing<ProofAsk> {
  const { id, listingId, marketplace, sellerId, brand, reason, accepts, state } = ask
  const { askedAt, dueAt, decidedAt, reasons, validUntil, reusedFrom } = ask
  return {
    id,
    listing: listingId,
    marketplace,
    seller: sellerId,
    brand,
    reason,
    accepts,
    state,
    askedAt,
    dueAt,
    decidedAt,
    reasons,
    validUntil,
    reusedFrom,
  }
}
