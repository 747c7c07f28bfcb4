import { createReadStream } from 'node:fs'
import { casePackageEndpoints, type CasePackageView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import type { CasePackageDependencies } from './make-case-package.ts'
import { listCasePackages, openCasePackage, requestCasePackage } from './manage-case-packages.ts'
import type { CasePackageRow } from './types.ts'

type CasePackageRoutesOptions = Pick<CasePackageDependencies, 'store' | 'blobs'> & {
  /** Starts the work in the background; without it, the next sweep does. */
  onDue: (work: { id: string; organisationId: string }) => void
}

/** Endpoints for packages of whole cases. */
export function casePackageRoutes(app: FastifyInstance, options: CasePackageRoutesOptions): void {
  const { store, onDue } = options

  route(app, casePackageEndpoints.list, async ({ actor, params: { id } }) => {
    const rows = await store.transact(contextOf(actor), (handle) =>
      listCasePackages({ handle, actor, id }),
    )
    return { items: rows.map(toCasePackageView) }
  })

  route(app, casePackageEndpoints.request, async ({ actor, params: { id }, body: input }) => {
    const row = await store.transact(contextOf(actor), (handle) =>
      requestCasePackage({ handle, actor, id, input }),
    )
    onDue(row)
    return toCasePackageView(row)
  })

  route(app, casePackageEndpoints.download, async ({ actor, params, reply }) => {
    const { name, bytes, file } = await openCasePackage(options, { actor, ...params })
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
}

function toCasePackageView(row: CasePackageRow): Outgoing<CasePackageView> {
  const { id, reason, language, by, done, total, bytes, sha256 } = row
  const { requestedAt, endedAt, expiresAt, disposedAt, disposedFor, problemCode, problem } = row
  return {
    id,
    state: disposedAt === null ? row.state : 'disposed',
    reason,
    language,
    by,
    done,
    total,
    problem:
      problemCode === null || problem === null ? null : { code: problemCode, message: problem },
    bytes,
    sha256,
    requestedAt,
    endedAt,
    expiresAt,
    disposedFor,
  }
}
