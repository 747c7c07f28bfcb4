import { organisationEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import {
  contextOf,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  route,
  type ApiKeyView,
} from '../../organisations/index.ts'
import { TimeCursor, toPageQuery, pageOf } from '../../../platform/http/index.ts'
import {
  changeOrganisation,
  readAudit,
  readOrganisation,
  type NamedAuditEvent,
} from '../service/organisation-settings.ts'
import type { UserDependencies } from '../service/sign-in-settings.ts'
import { requireSignedIn } from './sessions.ts'

const pageRows = 100

/** Endpoints for an organisation's settings, API keys and audit log. */
export function organisationRoutes(app: FastifyInstance, { store }: UserDependencies): void {
  route(app, organisationEndpoints.read, async ({ request }) => {
    const actor = requireSignedIn(request)
    return store.transact(contextOf(actor), (handle) => readOrganisation({ handle, actor }))
  })

  route(app, organisationEndpoints.change, async ({ request, body: input }) => {
    const actor = requireSignedIn(request)
    return store.transact(contextOf(actor), (handle) =>
      changeOrganisation({ handle, actor, input }),
    )
  })

  route(app, organisationEndpoints.listKeys, async ({ request, query: { after } }) => {
    const actor = requireSignedIn(request)
    const page = toPageQuery({ limit: pageRows, after }, TimeCursor)
    const keys = await store.transact(contextOf(actor), (handle) =>
      listApiKeys({ handle, actor, organisationId: actor.organisationId, input: page }),
    )
    const { items, next } = pageOf(keys, pageRows, (last) => [last.createdAt, last.id])
    return { items: items.map(showKey), next }
  })

  route(app, organisationEndpoints.createKey, async ({ request, body }) => {
    const actor = requireSignedIn(request)
    const { key, text } = await store.transact(contextOf(actor), async (handle) => {
      const { slug } = await readOrganisation({ handle, actor })
      return createApiKey({ handle, actor, input: { ...body, organisation: slug } })
    })
    const { brands, territories } = key
    const isWhole = brands.length === 0 && territories.length === 0
    const reaches = isWhole ? 'whole-organisation' : 'limited'
    return { key: showKey({ ...key, reaches }), text }
  })

  route(app, organisationEndpoints.revokeKey, async ({ request, params: input }) => {
    const actor = requireSignedIn(request)
    await store.transact(contextOf(actor), (handle) => revokeApiKey({ handle, actor, input }))
    return {}
  })

  route(app, organisationEndpoints.listAudit, async ({ request, query }) => {
    const actor = requireSignedIn(request)
    const { after, actions, actor: actorId, from, to } = query
    const page = toPageQuery({ limit: pageRows, after }, TimeCursor)
    const only = {
      ...(actions !== undefined && { actions: [...new Set(actions.split(','))] }),
      ...(actorId !== undefined && { actorId }),
      ...(from !== undefined && { from: new Date(from) }),
      ...(to !== undefined && { to: new Date(to) }),
    }
    const events = await store.transact(contextOf(actor), (handle) =>
      readAudit({ handle, actor, only, page }),
    )
    const { items, next } = pageOf(events, pageRows, (last) => [last.at, last.id])
    return { items: items.map(showEvent), next }
  })
}

function showKey({ organisationId: _, ...key }: ApiKeyView): Omit<ApiKeyView, 'organisationId'> {
  return key
}

function showEvent(event: NamedAuditEvent) {
  const { id, at, actorKind, actorId, action, subjectKind, subjectId, detail } = event
  const { actorName, subjectName } = event
  return {
    id,
    at,
    action,
    actor: { kind: actorKind as 'operator' | 'person' | 'key', id: actorId, name: actorName },
    subject: { kind: subjectKind, id: subjectId, name: subjectName },
    detail: detail as Record<string, unknown>,
  }
}
