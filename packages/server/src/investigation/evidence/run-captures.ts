import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeStoredSentence } from '@touchstone/contract'
import { seal, type Authority, type SealLog } from '@touchstone/evidence'
import { z } from 'zod'
import type { AuditLog } from '../../access/audit-proofs/index.ts'
import type { CaptureResult, CaptureOptions } from '../captures/index.ts'
import { requireBlobs, type Blobs } from '../../platform/blobs/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import type { PublisherOf } from './signing-keys.ts'
import {
  itemName,
  maxAttempts,
  packageName,
  type CaptureRow,
  type EvidenceItemRow,
} from './types.ts'
import {
  addCustody,
  beginCapture,
  endCapture,
  findAddressByRule,
  insertItems,
  insertSeal,
  listOpenCaptures,
} from './repository.ts'

/** The parts of a capture that the requester determines; browser, limits and tools are the installation's. */
export type CaptureRequest = Pick<
  CaptureOptions,
  'url' | 'also' | 'operator' | 'reason' | 'folder' | 'signal'
> & { organisationId: string }

export type EvidenceDependencies = {
  store: Store
  blobs: Blobs
  publisherOf: PublisherOf
  log: SealLog
  /** The audit logs, whose heads are included in packages. */
  auditLog: AuditLog
  authorities: readonly Authority[]
  capture: (request: CaptureRequest) => Promise<CaptureResult>
  /** In whose turn a rule’s captures visit their site; without it, at once. */
  inTurn?: CaptureTurns
}

/** Why there is no turn: the site may not be asked yet, or never for this page. */
export type NoCaptureTurn = { isOver: false } | { isOver: true; sentence: string }

/** Calls `work` in a turn of the site, unless there is none. */
export type CaptureTurns = (
  visit: { url: string; signal: AbortSignal | undefined },
  work: () => Promise<CaptureResult | undefined>,
) => Promise<NoCaptureTurn | undefined>

const context = { as: 'operator', actor: { kind: 'operator', id: 'captures' } } as const

/**
 * Runs, stores and seals a requested capture, whatever happened to it before. Results are stored only in the
 * transaction that ends it: after a crash it starts again, leaving behind only unreferenced blobs and a log entry. One
 * that a rule requested waits for a turn of its site.
 */
export async function runCapture(
  options: EvidenceDependencies,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  const { store, inTurn } = options
  const url = inTurn && (await store.transact(context, (handle) => findAddressByRule(handle, id)))
  if (url === undefined) {
    await runNow(options, id, signal)
    return
  }
  const missed = await inTurn?.({ url, signal }, () => runNow(options, id, signal))
  if (missed?.isOver !== true) return
  await store.transact(context, async (handle) => {
    const { sentence } = missed
    if ((await beginCapture(handle, id)) === undefined) return
    await endCapture(handle, id, { state: 'failed', outcome: 'refused', sentence })
  })
}

/** Nothing if it has ended, is running elsewhere, or ended without a visit. */
async function runNow(
  options: EvidenceDependencies,
  id: string,
  signal: AbortSignal | undefined,
): Promise<CaptureResult | undefined> {
  const { store } = options
  const capture = await store.transact(context, (handle) => beginCapture(handle, id))
  if (capture === undefined) return undefined
  if (capture.attempts > maxAttempts) {
    const sentence = writeStoredSentence('page.never-finished', { count: maxAttempts })
    const end = { state: 'failed', outcome: 'stopped', sentence } as const
    await store.transact(context, (handle) => endCapture(handle, id, end))
    return undefined
  }
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-capture-'))
  try {
    const { url, also, operator, reason, organisationId } = capture
    const named = { url, also, operator, reason, folder, organisationId }
    const captured = await options.capture({ ...named, ...(signal && { signal }) })
    // If it was stopped, the process is ending: the next one starts again.
    if (captured.outcome !== 'stopped') await storeCapture(options, capture, captured)
    return captured
  } catch (error) {
    // Without a browser on this machine, the next attempt would fail too.
    if (!(error instanceof AppError) || error.code !== 'bad-configuration') throw error
    const end = { state: 'failed', outcome: 'stopped', sentence: error.message } as const
    await store.transact(context, (handle) => endCapture(handle, id, end))
    return undefined
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function storeCapture(
  options: EvidenceDependencies,
  capture: CaptureRow,
  captured: CaptureResult,
): Promise<void> {
  const { store, blobs, publisherOf, log, authorities } = options
  const items: EvidenceItemRow[] = []
  for (const { name, path, mediatype, title } of captured.files) {
    const blob = await blobs.put(path)
    items.push({
      name: itemName(name),
      path: `items/${name}`,
      title,
      mediatype,
      derivedFrom: null,
      how: null,
      ...blob,
    })
  }
  const at = new Date()
  const sealed = await seal({
    package: packageName(capture),
    publisher: await publisherOf(capture.organisationId),
    log,
    authorities,
    files: items.map(({ path, sha256, bytes }) => ({ path: `data/${path}`, sha256, bytes })),
    at,
  })
  const state = captured.outcome === 'captured' ? 'sealed' : 'failed'
  await store.transact(context, async (handle) => {
    const { outcome, sentence } = captured
    if (!(await endCapture(handle, capture.id, { state, outcome, sentence }))) return
    await requireBlobs(
      handle,
      blobs,
      items.map(({ sha256 }) => sha256),
    )
    await insertItems(handle, capture, items)
    const kind = { logIndex: sealed.head.size - 1, sealedAt: at, files: new Map(sealed.files) }
    await insertSeal(handle, capture, kind)
    const actor = { name: capture.operator, role: 'Digital Evidence First Responder' }
    const names = items.map((item) => item.name)
    const authoritiesNoted = sealed.unanswered.map(
      ({ authority, reason }) => `${authority}: ${reason}`,
    )
    await addCustody(handle, capture, [
      { action: 'identified', actor, reason: capture.reason, items: [] },
      {
        action: 'acquired',
        actor,
        reason: writeStoredSentence('custody.captured', {
          from: captured.record.startedAt,
          until: captured.record.endedAt,
        }),
        items: names,
        details: sentence,
      },
      {
        action: 'preserved',
        actor: { name: 'Touchstone', role: 'the program' },
        reason: writeStoredSentence('custody.sealed'),
        items: names,
        ...(authoritiesNoted.length > 0 && {
          details: writeStoredSentence('custody.no-timestamp', {
            authorities: authoritiesNoted.join('; '),
          }),
        }),
      },
    ])
  })
}

const CaptureId = z.object({ id: z.uuid() })
const Nothing = z.object({})

/** Runs one capture as a background job. */
export function captureJob(options: EvidenceDependencies): Job<typeof CaptureId> {
  return defineJob('capture', CaptureId, ({ id }, signal) => runCapture(options, id, signal), {
    expireSeconds: 600,
  })
}

/** Resumes waiting captures: those for which no job could be queued, or whose process ended. */
export function captureSweep(options: EvidenceDependencies): Job<typeof Nothing> {
  return defineJob(
    'capture-sweep',
    Nothing,
    async (_data, signal) => {
      const ids = await options.store.transact(context, (handle) => listOpenCaptures(handle, 20))
      for (const id of ids) {
        if (signal.aborted) return
        await runCapture(options, id, signal)
      }
    },
    { cron: '* * * * *', expireSeconds: 1800 },
  )
}
