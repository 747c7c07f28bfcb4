import { noticeEndpoints } from '@touchstone/contract'
import { defaultRegime } from '@touchstone/jurisdiction'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { Moment, TimeCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import { listCaseTimeline } from './list-case-timeline.ts'
import { canRenderPdf, renderNoticePdf, maxPdfCharacters } from './notice-document.ts'
import {
  addExtract,
  addTemplate,
  checkExtract,
  listExtracts,
  listSignatories,
  listTemplates,
  requireReader,
  readSettings,
  retireTemplate,
  setSettings,
  setSignatory,
} from './settings.ts'
import { listRelistings } from './find-relistings.ts'
import { addAddress, listAddresses, removeAddress } from './addresses.ts'
import { listNoticeHistory } from './list-notice-history.ts'
import {
  changeNotice,
  draftNotice,
  exportNotice,
  listNotices,
  readNoticeDocument,
  previewNotice,
  listNoticeRecords,
} from './manage-notices.ts'

const CoursePlace = z
  .tuple([Moment, z.string().max(20), z.uuid(), z.int().min(0)])
  .transform(([at, source, id, position]) => ({ at, source, id, position }))

export type NoticeRoutesOptions = {
  store: Store
  clock: () => number
}

/** Endpoints for notices about listings of a case. */
export function noticeRoutes(app: FastifyInstance, options: NoticeRoutesOptions): void {
  const { store, clock } = options
  const now = (): Date => new Date(clock())
  type Caller = Parameters<typeof contextOf>[0]
  const inStore = <T>(actor: Caller, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)
  settingsRoutes(app, store)

  route(app, noticeEndpoints.list, async ({ actor, query }) => {
    const { case: caseId, state, ground, outcome, marketplace, waits } = query
    const input = {
      ...toPageQuery(query, TimeCursor),
      ...(caseId !== undefined && { caseId }),
      ...(state !== undefined && { state }),
      ...(ground !== undefined && { ground }),
      ...(outcome !== undefined && { outcome }),
      ...(marketplace !== undefined && { marketplace }),
      ...(waits !== undefined && { waits }),
    }
    const found = await inStore(actor, (handle) => listNotices({ handle, actor, input }))
    return pageOf(found, query.limit, ({ draftedAt, id: last }) => [draftedAt, String(last)])
  })

  route(app, noticeEndpoints.draft, async ({ actor, body: { case: caseId, ...drafted } }) => {
    const content = withRegime(drafted)
    return inStore(actor, (handle) => draftNotice({ handle, actor, input: { caseId, content } }))
  })
  route(app, noticeEndpoints.change, async ({ actor, params: { id }, body }) => {
    const { expectedVersion, ...drafted } = body
    const content = withRegime(drafted)
    return inStore(actor, (handle) =>
      changeNotice({ handle, actor, input: { id, expectedVersion, content } }),
    )
  })
  route(app, noticeEndpoints.preview, async ({ actor, params: { id } }) => {
    const input = { id, now: now() }
    return inStore(actor, (handle) => previewNotice({ handle, actor, input }))
  })
  route(app, noticeEndpoints.document, async ({ actor, params: { id }, reply }) => {
    const input = { id, now: now() }
    const drawn = await inStore(actor, (handle) => readNoticeDocument({ handle, actor, input }))
    if (!canRenderPdf(drawn.sent)) {
      const message = `the notice has ${drawn.sent.text.length} characters, more than the ${maxPdfCharacters} of a PDF: it is sent as text and JSON`
      throw new AppError({ code: 'notice-too-long-for-pdf', message })
    }
    return reply
      .headers({
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="notice-${id.slice(0, 8)}.pdf"`,
        'cache-control': 'no-store',
      })
      .send(await renderNoticePdf(drawn))
  })
  route(app, noticeEndpoints.history, async ({ actor, query }) => {
    const input = { ...query, now: now() }
    return {
      items: await inStore(actor, (handle) => listNoticeHistory({ handle, actor, input })),
    }
  })
  route(app, noticeEndpoints.record, async ({ actor, params: input }) => ({
    items: await inStore(actor, (handle) => listNoticeRecords({ handle, actor, input })),
  }))
  route(app, noticeEndpoints.returned, async ({ actor, params: input }) => ({
    items: await inStore(actor, (handle) => listRelistings({ handle, actor, input })),
  }))

  route(app, noticeEndpoints.export, async ({ actor, params: { id }, query, reply }) => {
    const input = { id, form: query.form, now: now() }
    const { name, text } = await inStore(actor, (handle) => exportNotice({ handle, actor, input }))
    return reply
      .headers({
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
      })
      .send(Buffer.from(text))
  })

  route(app, noticeEndpoints.course, async ({ actor, params: { id }, query }) => {
    const input = { id, ...toPageQuery(query, CoursePlace) }
    const found = await inStore(actor, (handle) => listCaseTimeline({ handle, actor, input }))
    return pageOf(found, query.limit, (last) => [
      last.at,
      String(last.source),
      String(last.id),
      last.position,
    ])
  })
}

function withRegime<Drafted extends { regime?: string | undefined }>(
  drafted: Drafted,
): Drafted & { regime: string } {
  return { ...drafted, regime: drafted.regime ?? defaultRegime }
}

/** Rights, signatories, templates and settings of all notices. */
function settingsRoutes(app: FastifyInstance, store: Store): void {
  route(app, noticeEndpoints.extracts, async ({ actor }) => ({
    items: await store.transact(contextOf(actor), (handle) => listExtracts({ handle, actor })),
  }))
  route(app, noticeEndpoints.addExtract, async ({ actor, body }) => {
    const { organisationId } = requireReader(actor)
    const input = await checkExtract(body, organisationId)
    return store.transact(contextOf(actor), (handle) => addExtract({ handle, actor, input }))
  })
  route(app, noticeEndpoints.signatories, async ({ actor }) => ({
    items: await store.transact(contextOf(actor), (handle) => listSignatories({ handle, actor })),
  }))
  route(app, noticeEndpoints.putSignatory, async ({ actor, params: { id }, body }) =>
    store.transact(contextOf(actor), (handle) =>
      setSignatory({ handle, actor, input: { id, ...body } }),
    ),
  )
  route(app, noticeEndpoints.settings, async ({ actor }) =>
    store.transact(contextOf(actor), (handle) => readSettings({ handle, actor })),
  )
  route(app, noticeEndpoints.set, async ({ actor, body: input }) =>
    store.transact(contextOf(actor), (handle) => setSettings({ handle, actor, input })),
  )
  route(app, noticeEndpoints.addresses, async ({ actor }) => ({
    items: await store.transact(contextOf(actor), (handle) => listAddresses({ handle, actor })),
  }))
  route(app, noticeEndpoints.addAddress, async ({ actor, body: input }) =>
    store.transact(contextOf(actor), (handle) => addAddress({ handle, actor, input })),
  )
  route(app, noticeEndpoints.removeAddress, async ({ actor, params: input }) => {
    await store.transact(contextOf(actor), (handle) => removeAddress({ handle, actor, input }))
    return {}
  })
  route(app, noticeEndpoints.templates, async ({ actor }) => ({
    items: await store.transact(contextOf(actor), (handle) => listTemplates({ handle, actor })),
  }))
  route(app, noticeEndpoints.addTemplate, async ({ actor, body: input }) =>
    store.transact(contextOf(actor), (handle) => addTemplate({ handle, actor, input })),
  )
  route(app, noticeEndpoints.retireTemplate, async ({ actor, params: input }) => {
    await store.transact(contextOf(actor), (handle) => retireTemplate({ handle, actor, input }))
    return {}
  })
}
