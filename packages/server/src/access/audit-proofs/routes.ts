import { auditLogEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { recordEvent } from '../audit/index.ts'
import { contextOf, isMember, route, type Actor } from '../organisations/index.ts'
import { mayReadAudit } from '../users/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { valueCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import { sealingContext, logIdOf } from './types.ts'
import type { AuditLog } from './open-audit-log.ts'
import { signedHead } from './signed-heads.ts'
import { listHeads } from './tree-repository.ts'
import { verifyLog } from './verify-log.ts'

const place = valueCursor(z.int().min(1))

/** Endpoints for heads of a tenant's audit log, and its verification. */
export function auditLogRoutes(
  app: FastifyInstance,
  options: { store: Store; auditLog: AuditLog },
): void {
  const { store, auditLog } = options
  const verifying = new Set<string>()

  route(app, auditLogEndpoints.heads, async ({ actor, query }) => {
    const organisationId = readableLog(actor)
    const { limit, after: before } = toPageQuery(query, place)
    const heads = await store.transact(sealingContext, (handle) =>
      listHeads(handle, logIdOf(organisationId), { limit, before }),
    )
    const { items, next } = pageOf(heads, query.limit, ({ size }) => [size])
    return {
      items: items.map(({ size, root, at }) => ({
        size,
        root: root.toString('hex'),
        at: at.toISOString(),
      })),
      next,
    }
  })

  route(app, auditLogEndpoints.head, async ({ actor, params, query }) => {
    const organisationId = readableLog(actor)
    const size = params.size === 'latest' ? undefined : Number(params.size)
    const since = query.since?.split(',').map(Number)
    if (size === undefined) await auditLog.seal({ only: organisationId })
    const head = await store.transact(sealingContext, (handle) =>
      signedHead(handle, { organisationId, size, since }),
    )
    if (head !== undefined) return head
    const message = `no head of ${size ?? 'any'} entries was signed; use a size from /api/v1/audit/heads`
    throw new AppError({ code: 'not-found', message, pointer: '/size' })
  })

  route(app, auditLogEndpoints.verify, async ({ actor, body }) => {
    const organisationId = readableLog(actor)
    if (verifying.has(organisationId)) {
      const message = 'the log is already being verified: wait until that has finished'
      throw new AppError({ code: 'verification-running', message, retryable: true })
    }
    verifying.add(organisationId)
    try {
      const own = auditLog.files?.read(organisationId)
      const heads = [
        ...(own === undefined ? [] : [{ name: 'the installation’s folder', head: own }]),
        ...(body.head === undefined ? [] : [{ name: 'the request', head: body.head }]),
      ]
      const { size, head, removed, waiting, findings } = await verifyLog({
        store,
        organisationId,
        key: auditLog.key,
        earlier: auditLog.earlier,
        heads,
      })
      await store.transact(contextOf(actor), (handle) =>
        recordEvent({
          handle,
          organisationId,
          action: 'audit-log-verified',
          subject: { kind: 'organisation', id: organisationId },
          detail: { size, findings: findings.length },
        }),
      )
      return {
        size,
        head: head && { ...head, at: head.at.toISOString() },
        removed,
        waiting,
        findings,
      }
    } finally {
      verifying.delete(organisationId)
    }
  })
}

/** The organisation whose log the actor may read. */
function readableLog(actor: Actor): string {
  if (isMember(actor) && mayReadAudit(actor, actor.organisationId)) return actor.organisationId
  throw new AppError({
    code: 'permission-required',
    message: 'only admins and auditors can read the audit log',
  })
}
