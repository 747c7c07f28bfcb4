import { randomUUID } from 'node:crypto'
import { maxCasePackages, type CasePackageInput } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { assertNotOnHold } from '../../enforcement/confidentiality-holds/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { requireVisibleCase } from '../cases/index.ts'
import type { CasePackageDependencies } from './make-case-package.ts'
import { mayPackageCases } from './policy.ts'
import { findPackage, insertPackage, packagesOf } from './repository.ts'
import type { CasePackageRow } from './types.ts'

type ServiceInput = { handle: Transaction; actor: Actor; id: string }
type Person = Extract<Actor, { kind: 'person' }>

export async function listCasePackages(options: ServiceInput): Promise<CasePackageRow[]> {
  requirePackager(options.actor)
  const { id } = await requireVisibleCase(options)
  return packagesOf(options.handle, id)
}

/** Requests a package of the case, which a job makes in the person's name. */
export async function requestCasePackage(
  options: ServiceInput & { input: CasePackageInput },
): Promise<CasePackageRow> {
  const { handle, input } = options
  const { id: personId } = requirePackager(options.actor)
  const { id: caseId, organisationId } = await requireVisibleCase(options, { lock: true })
  await assertDisclosable(handle, { organisationId, caseId })
  const there = await packagesOf(handle, caseId)
  if (there.some(({ state }) => state === 'waiting' || state === 'running')) {
    const message = 'a package of this case is already being made: wait until it is ready'
    throw new AppError({ code: 'case-package-in-progress', message })
  }
  const stored = there.filter(({ state, disposedAt }) => state === 'ready' && disposedAt === null)
  if (stored.length >= maxCasePackages) {
    const message = `${maxCasePackages} packages of this case are stored, the maximum: wait until the oldest expires`
    throw new AppError({ code: 'case-package-limit-reached', message })
  }
  const id = randomUUID()
  await insertPackage(handle, { id, caseId, organisationId, personId, ...input })
  await recordEvent({
    handle,
    organisationId,
    action: 'case-package-requested',
    subject: { kind: 'case', id: caseId },
    detail: { package: id },
  })
  return requirePackage(handle, { caseId, id })
}

/** The file of a package, for download: recorded before anything is returned. */
export async function openCasePackage(
  { store, blobs }: Pick<CasePackageDependencies, 'store' | 'blobs'>,
  { actor, id, package: packageId }: { actor: Actor; id: string; package: string },
): Promise<{ name: string; bytes: number; file: string }> {
  requirePackager(actor)
  const { bytes, sha256, endedAt } = await store.transact(contextOf(actor), async (handle) => {
    const { id: caseId, organisationId } = await requireVisibleCase({ handle, actor, id })
    const row = await requirePackage(handle, { caseId, id: packageId })
    await assertDisclosable(handle, { organisationId, caseId })
    if (row.disposedAt !== null) {
      const message = 'the file of this package was deleted: request another'
      throw new AppError({ code: 'case-package-disposed', message })
    }
    if (row.sha256 === null || row.bytes === null) {
      const message = `this package is ${row.state}: only one that is ready can be downloaded`
      throw new AppError({ code: 'case-package-not-ready', message })
    }
    await recordEvent({
      handle,
      organisationId,
      action: 'case-package-downloaded',
      subject: { kind: 'case', id: caseId },
      detail: { package: row.id },
    })
    return { bytes: row.bytes, sha256: row.sha256, endedAt: row.endedAt ?? row.requestedAt }
  })
  const name = `case-${endedAt.toISOString().slice(0, 10)}-${packageId.slice(0, 8)}`
  return { name, bytes, file: await blobs.file(sha256) }
}

/** A package leaves the organisation. */
async function assertDisclosable(
  handle: Transaction,
  { organisationId, caseId }: Pick<CasePackageRow, 'organisationId' | 'caseId'>,
): Promise<void> {
  const about = { kind: 'case', id: caseId } as const
  await assertNotOnHold(handle, { organisationId, now: new Date(), about })
}

async function requirePackage(
  handle: Transaction,
  { caseId, id }: { caseId: string; id: string },
): Promise<CasePackageRow> {
  const found = await findPackage(handle, { caseId, id })
  if (found !== undefined) return found
  const message = `the case has no package ${id}`
  throw new AppError({ code: 'not-found', message, pointer: '/package' })
}

function requirePackager(actor: Actor): Person {
  if (mayPackageCases(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message: 'only admins and analysts without limits export cases',
  })
}
