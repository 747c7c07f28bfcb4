import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { maxCaseFiles, type CaseFileView, type CaseFileAction } from '@touchstone/contract'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { requireBlobs, releaseBlobs, type Blobs } from '../../platform/blobs/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { checkDocuments } from '../../platform/documents/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  filesOf,
  findFile,
  insertFile,
  updateRemoval,
  type CaseFileRow,
} from './case-files-repository.ts'
import {
  appendEvents,
  requireVisibleCase,
  requireReader,
  requireCaseWorker,
  type ServiceInput,
} from './case-events.ts'
import type { CaseEvent } from './types.ts'
import { mayRemoveFile } from './policy.ts'
import { conflict, notFound } from './refusals.ts'
import type { CaseRow } from './repository.ts'

export type CaseFileDependencies = { store: Store; blobs: Blobs }

export async function listCaseFiles(
  options: ServiceInput & { id: string },
): Promise<Outgoing<CaseFileView>[]> {
  requireReader(options.actor)
  return filesOf(options.handle, (await requireVisibleCase(options)).id)
}

/** Stores a file after validation. Its bytes are on disk before a row refers to them. */
export async function addFile(
  { store, blobs }: CaseFileDependencies,
  { actor, id, input }: { actor: Actor; id: string; input: { name: string; content: string } },
): Promise<Outgoing<CaseFileView>> {
  const { organisationId: holder } = requireCaseWorker(actor)
  await store.transact(contextOf(actor), (handle) => requireVisibleCase({ handle, actor, id }))
  const [checked] = await checkDocuments([input], () => '/content', { holder })
  if (checked === undefined) throw new Error('one document was sent and none was returned')
  const { sha256, bytes } = await storeBytes(blobs, checked.content)
  return store.transact(contextOf(actor), async (handle) => {
    const kase = await requireVisibleCase({ handle, actor, id }, { lock: true })
    refuseClosed(kase)
    const there = await filesOf(handle, kase.id)
    if (there.filter(({ removedAt }) => removedAt === null).length >= maxCaseFiles)
      throw conflict('case-file-limit-reached', `the case has ${maxCaseFiles} files, the maximum`)
    await requireBlobs(handle, blobs, [sha256])
    const { id: file, name, mediaType, flags } = checked
    const at = new Date()
    const { organisationId } = kase
    const row = { id: file, name, mediaType, flags, sha256, bytes, at }
    await insertFile(handle, { ...row, caseId: kase.id, organisationId })
    await recordFileEvent(handle, kase, at, {
      event: { kind: 'file-added', data: { file, name } },
      action: 'case-file-added',
    })
    return fileOf(handle, kase, file)
  })
}

/** The bytes of a file, for download. */
export async function openFile(
  { store, blobs }: CaseFileDependencies,
  { actor, id, file }: { actor: Actor; id: string; file: string },
): Promise<{ named: Pick<CaseFileView, 'name' | 'mediaType'>; content: Buffer }> {
  requireReader(actor)
  const found = await store.transact(contextOf(actor), async (handle) => {
    const kase = await requireVisibleCase({ handle, actor, id })
    const one = await fileOf(handle, kase, file)
    refuseRemoved(one)
    const subject = { kind: 'case', id: kase.id } as const
    const { organisationId } = kase
    const action = 'case-file-read'
    await recordEvent({ handle, organisationId, action, subject, detail: { file } })
    return one
  })
  const { name, mediaType } = found
  return { named: { name, mediaType }, content: await readFile(await blobs.file(found.sha256)) }
}

/** Removes a file for good, requested by one person and approved by another; or keeps it. */
export async function applyFileAction(
  { store, blobs }: CaseFileDependencies,
  { actor, id, file, input }: { actor: Actor; id: string; file: string; input: CaseFileAction },
): Promise<Outgoing<CaseFileView>> {
  const person = requireCaseWorker(actor)
  const changed = await store.transact(contextOf(actor), async (handle) => {
    const kase = await requireVisibleCase({ handle, actor, id }, { lock: true })
    const found = await fileOf(handle, kase, file)
    refuseRemoved(found)
    const at = new Date()
    const { name, removal } = found
    if (input.type === 'request-removal') {
      if (removal !== null)
        throw conflict(
          'removal-requested',
          'removal of this file has already been requested: another person must carry it out',
        )
      const { reason } = input
      const by = { kind: 'person', id: person.id } as const
      const asked = { reason, at: at.toISOString(), by }
      await updateRemoval(handle, file, { removal: asked, removedAt: null })
      await recordFileEvent(handle, kase, at, {
        event: { kind: 'file-removal-asked', data: { file, name, reason } },
        action: 'case-file-removal-asked',
      })
    } else if (removal === null) {
      throw conflict(
        'removal-not-requested',
        'removal of this file has not been requested: request it first; another person must carry it out',
      )
    } else if (input.type === 'reject-removal') {
      await updateRemoval(handle, file, { removal: null, removedAt: null })
      await recordFileEvent(handle, kase, at, {
        event: { kind: 'file-removal-rejected', data: { file, name } },
        action: 'case-file-removal-rejected',
      })
    } else {
      if (!mayRemoveFile(actor, removal.by.id)) {
        const message = 'you requested this removal yourself: another person must carry it out'
        throw new AppError({ code: 'second-approver-required', message })
      }
      await updateRemoval(handle, file, { removal, removedAt: at })
      await recordFileEvent(handle, kase, at, {
        event: { kind: 'file-removed', data: { file, name } },
        action: 'case-file-removed',
      })
    }
    return fileOf(handle, kase, file)
  })
  // Other rows may refer to the same bytes; if the process dies here, the sweep finds them.
  if (changed.removedAt !== null) await releaseBlobs({ store, blobs }, [changed.sha256])
  return changed
}

async function recordFileEvent(
  handle: Transaction,
  kase: CaseRow,
  at: Date,
  { event, action }: { event: CaseEvent & { data: { file: string } }; action: AuditAction },
): Promise<void> {
  await appendEvents(handle, kase, [event], at)
  const { id, organisationId } = kase
  const subject = { kind: 'case', id } as const
  await recordEvent({ handle, organisationId, action, subject, detail: { file: event.data.file } })
}

async function fileOf(
  handle: Transaction,
  { id: caseId }: CaseRow,
  id: string,
): Promise<CaseFileRow> {
  const found = await findFile(handle, { caseId, id })
  if (found !== undefined) return found
  throw notFound(`the case has no file ${id}`, '/file')
}

function refuseClosed({ state }: CaseRow): void {
  if (state.closed !== null) throw conflict('case-closed', 'the case is closed: reopen it first')
}

function refuseRemoved({ removedAt, name }: CaseFileRow): void {
  if (removedAt === null) return
  const message = `${name} was removed at ${removedAt.toISOString()}`
  throw new AppError({ code: 'not-found', message, pointer: '/file' })
}

async function storeBytes(
  blobs: Blobs,
  content: Uint8Array,
): Promise<{ sha256: string; bytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-file-'))
  try {
    const file = join(folder, 'file')
    await writeFile(file, content)
    return await blobs.put(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
