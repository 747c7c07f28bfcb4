import {
  informationRequestEndpoints,
  outcomeReportEndpoints,
  referralQuestionEndpoints,
  referralReplyEndpoints,
  referralSupplementEndpoints,
  replyLinkEndpoints,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { route, type Actor } from '../../access/organisations/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { checkDocument } from '../../platform/documents/index.ts'
import { addRoute, pageOf, TimeCursor, toPageQuery } from '../../platform/http/index.ts'
import {
  findAddressee,
  listInformationRequests,
  openInformationRequest,
  readInformationRequest,
  requireRequester,
  settleInformationRequest,
} from './information-requests.ts'
import { listReports, openLetter, reportOutcome } from './outcome-reports.ts'
import { answerQuestion, askQuestion, listQuestions } from './questions.ts'
import { issueReplyLink, listReplyLinks, revokeReplyLink } from './reply-links.ts'
import { actOnReplyPage, readReplyPage } from './reply-page.ts'
import { requireReader, requireReferral } from './require-referral.ts'
import { readStatistics } from './statistics.ts'
import { actOnSupplement, listSupplements, submitSupplement } from './supplements.ts'
import type { ListingViews } from './types.ts'
import { toSupplementView } from './views.ts'

/** Runs a use case in a transaction of the actor. */
export type RunUseCase = <T>(
  actor: Actor,
  work: (asked: {
    handle: Transaction
    actor: Actor
    now: Date
    views: ListingViews
  }) => Promise<T>,
) => Promise<T>

type ExchangeRoutesOptions = {
  store: Store
  clock: () => number
  onDue: (work: { id: string; organisationId: string }) => void
  run: RunUseCase
}

/** Endpoints for what both sides say after a referral was sent, and for requests for information. */
export function exchangeRoutes(
  app: FastifyInstance,
  { store, clock, onDue, run }: ExchangeRoutesOptions,
): void {
  route(app, referralQuestionEndpoints.list, async ({ actor, params: { id }, query }) => {
    const input = { id, ...toPageQuery(query, TimeCursor) }
    const rows = await run(actor, (asked) => listQuestions({ ...asked, input }))
    return pageOf(rows, query.limit, ({ askedAt, id: question }) => [askedAt, question])
  })
  route(app, referralQuestionEndpoints.ask, async ({ actor, params: { id }, body, headers }) => {
    const input = { id, ...body, idempotencyKey: headers['idempotency-key'] }
    return run(actor, (asked) => askQuestion({ ...asked, input }))
  })
  route(app, referralQuestionEndpoints.answer, async ({ actor, params, body: { action } }) => {
    const { text, supplement } = action
    const input = { ...params, text, supplement }
    return run(actor, (asked) => answerQuestion({ ...asked, input }))
  })

  route(app, referralSupplementEndpoints.list, async ({ actor, params: input }) => ({
    items: await run(actor, (asked) => listSupplements({ ...asked, input })),
  }))
  route(app, referralSupplementEndpoints.submit, async ({ actor, params: { id }, body }) =>
    run(actor, (asked) => submitSupplement({ ...asked, input: { id, ...body } })),
  )
  route(app, referralSupplementEndpoints.act, async ({ actor, params, body: { action } }) => {
    const input = { ...params, type: action.type }
    const { work, row } = await run(actor, (asked) => actOnSupplement({ ...asked, input }))
    onDue(work)
    return toSupplementView(row)
  })

  route(app, outcomeReportEndpoints.list, async ({ actor, params: { id }, query }) => {
    const input = { id, ...toPageQuery(query, TimeCursor) }
    const found = await run(actor, (asked) => listReports({ ...asked, input }))
    const { items, next } = pageOf(found, query.limit, ({ row }) => [row.reportedAt, row.id])
    return { items: items.map(({ shown }) => shown), next }
  })
  route(app, outcomeReportEndpoints.report, async ({ actor, params, body: report, headers }) => {
    const { id } = params
    const { row } = await run(actor, ({ handle }) =>
      requireReferral({ handle, actor: requireReader(actor), id }),
    )
    const letter =
      report.letter &&
      (await checkDocument(report.letter.scan, '/letter/scan/content', {
        holder: row.organisationId,
      }))
    const input = { id, report, idempotencyKey: headers['idempotency-key'] }
    return run(actor, (asked) => reportOutcome({ ...asked, input, letter }))
  })
  route(app, outcomeReportEndpoints.letter, async ({ actor, params, reply }) => {
    const { content, mediaType, name } = await openLetter(store, { actor, ...params })
    return reply
      .headers({
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${name}.${mediaType.split('/')[1] ?? 'bin'}"`,
        'content-security-policy': "default-src 'none'; sandbox",
      })
      .send(content)
  })
  route(app, outcomeReportEndpoints.statistics, async ({ actor }) =>
    run(actor, ({ handle }) => readStatistics(handle, actor)),
  )

  route(app, informationRequestEndpoints.list, async ({ actor, query: { state, ...query } }) => {
    const input = { state, ...toPageQuery(query, TimeCursor) }
    const rows = await run(actor, (asked) => listInformationRequests({ ...asked, input }))
    return pageOf(rows, query.limit, ({ openedAt, id }) => [openedAt, id])
  })
  route(app, informationRequestEndpoints.open, async ({ actor, body: input }) => {
    // Refuses others before anything is looked up: whether an organisation exists is not theirs to learn.
    await run(actor, (asked) => requireRequester(asked))
    const addressee = await findAddressee(store, input.addressee)
    return run(actor, (asked) => openInformationRequest({ ...asked, input, addressee }))
  })
  route(app, informationRequestEndpoints.read, async ({ actor, params: input }) =>
    run(actor, (asked) => readInformationRequest({ ...asked, input })),
  )
  route(app, informationRequestEndpoints.act, async ({ actor, params: { id }, body }) =>
    run(actor, (asked) => settleInformationRequest({ ...asked, input: { id, ...body } })),
  )

  route(app, replyLinkEndpoints.list, async ({ actor, params: input }) => ({
    items: await run(actor, (asked) => listReplyLinks({ ...asked, input })),
  }))
  route(app, replyLinkEndpoints.issue, async ({ actor, params: { id }, body }) =>
    run(actor, (asked) => issueReplyLink({ ...asked, input: { id, ...body } })),
  )
  route(app, replyLinkEndpoints.act, async ({ actor, params: input }) =>
    run(actor, (asked) => revokeReplyLink({ ...asked, input })),
  )
  const now = (): Date => new Date(clock())
  addRoute(app, referralReplyEndpoints.read, async ({ body }) =>
    readReplyPage({ store, now: now() }, body),
  )
  addRoute(app, referralReplyEndpoints.act, async ({ body }) =>
    actOnReplyPage({ store, now: now() }, body),
  )
}
