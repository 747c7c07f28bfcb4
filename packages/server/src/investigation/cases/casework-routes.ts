import { caseworkEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import { TimeCursor, toPageQuery, pageOf, sendDownload } from '../../platform/http/index.ts'
import {
  listQueues,
  setQueue,
  listTemplates,
  templateVersions,
  saveTemplate,
} from './casework-settings.ts'
import {
  addFile,
  listCaseFiles,
  openFile,
  applyFileAction,
  type CaseFileDependencies,
} from './case-files.ts'
import type { ServiceInput } from './case-events.ts'
import { replyToNote, shareNote, listNotesInCase, listSharedNotes } from './shared-notes.ts'

/** Endpoints for templates and queues, files of cases, and shared notes. */
export function caseworkRoutes(app: FastifyInstance, dependencies: CaseFileDependencies): void {
  const run = <T>(actor: Actor, work: (options: ServiceInput) => Promise<T>): Promise<T> =>
    dependencies.store.transact(contextOf(actor), (handle) => work({ handle, actor }))

  route(app, caseworkEndpoints.templates, async ({ actor }) => ({
    items: await run(actor, listTemplates),
  }))
  route(app, caseworkEndpoints.addTemplate, async ({ actor, body: template }) =>
    run(actor, (options) => saveTemplate({ ...options, input: { template } })),
  )
  route(app, caseworkEndpoints.versions, async ({ actor, params: { id } }) => ({
    items: await run(actor, (options) => templateVersions({ ...options, id })),
  }))
  route(app, caseworkEndpoints.changeTemplate, async ({ actor, params: { id }, body }) => {
    const { template, expectedVersion, retired } = body
    const input = { template, after: { id, version: expectedVersion, retired } }
    return run(actor, (options) => saveTemplate({ ...options, input }))
  })

  route(app, caseworkEndpoints.queues, async ({ actor }) => ({
    items: await run(actor, listQueues),
  }))
  route(app, caseworkEndpoints.addQueue, async ({ actor, body: queue }) =>
    run(actor, (options) => setQueue({ ...options, input: { queue } })),
  )
  route(app, caseworkEndpoints.changeQueue, async ({ actor, params: { id }, body: queue }) =>
    run(actor, (options) => setQueue({ ...options, input: { queue, id } })),
  )

  route(app, caseworkEndpoints.files, async ({ actor, params: { id } }) => ({
    items: await run(actor, (options) => listCaseFiles({ ...options, id })),
  }))
  route(app, caseworkEndpoints.addFile, async ({ actor, params: { id }, body: input }) =>
    addFile(dependencies, { actor, id, input }),
  )
  route(app, caseworkEndpoints.file, async ({ actor, params: { id, file }, reply }) => {
    return sendDownload(reply, await openFile(dependencies, { actor, id, file }))
  })
  route(app, caseworkEndpoints.actOnFile, async ({ actor, params: { id, file }, body }) =>
    applyFileAction(dependencies, { actor, id, file, input: body.action }),
  )

  route(app, caseworkEndpoints.notes, async ({ actor, params: { id }, query }) => {
    const input = toPageQuery(query, TimeCursor)
    const found = await run(actor, (options) => listNotesInCase({ ...options, id, input }))
    return pageOf(found, query.limit, ({ at, id: last }) => [at, last])
  })
  route(app, caseworkEndpoints.share, async ({ actor, params: { id }, body: input }) =>
    run(actor, (options) => shareNote({ ...options, id, input })),
  )
  route(app, caseworkEndpoints.received, async ({ actor, query: { listing, ...query } }) => {
    const input = { ...toPageQuery(query, TimeCursor), ...(listing !== undefined && { listing }) }
    const found = await run(actor, (options) => listSharedNotes({ ...options, input }))
    return pageOf(found, query.limit, ({ at, id }) => [at, id])
  })
  route(app, caseworkEndpoints.reply, async ({ actor, params: { id }, body: { text } }) =>
    run(actor, (options) => replyToNote({ ...options, input: { id, text } })),
  )
}
