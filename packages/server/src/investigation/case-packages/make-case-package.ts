import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeZip, type EvidenceItem } from '@touchstone/evidence'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { requireBlobs } from '../../platform/blobs/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  exportSealed,
  packagingSteps,
  runPackaging,
  type EvidenceDependencies,
  type PackagingSteps,
} from '../evidence/index.ts'
import { capturePath, noticePath, shownOnCover, type PackedCapture } from './cover-sheet.ts'
import { packCase, type Gathered } from './pack-case.ts'
import { mayPackageCases } from './policy.ts'
import { readCaseParts, type CaseParts } from './read-case-parts.ts'
import {
  beginPackage,
  failPackage,
  findRequester,
  finishPackage,
  noteProgress,
  releasePackage,
} from './repository.ts'
import { maxAttempts, storedDays, type CasePackageRow } from './types.ts'
import { writeListings, type ListingSource } from './write-listings.ts'

export type CasePackageDependencies = Omit<EvidenceDependencies, 'capture'> & ListingSource

const operator = { as: 'operator', actor: { kind: 'operator', id: 'case-packages' } } as const

type Person = Extract<Actor, { kind: 'person' }>

/**
 * Makes a requested package in the name of the person who requested it, whatever happened to it before. After a crash
 * it is made again from the beginning; the chains of custody then name both copies.
 */
export async function makeCasePackage(
  dependencies: CasePackageDependencies,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  const { store } = dependencies
  await runPackaging({
    prefix: 'touchstone-case-',
    begin: () => store.transact(operator, (handle) => beginPackage(handle, id)),
    make: (row, folder) => make(dependencies, row, { folder, signal }),
    fail: (_row, problem) => store.transact(operator, (handle) => failPackage(handle, id, problem)),
    reset: (_row, attempt) =>
      store.transact(operator, (handle) => releasePackage(handle, id, attempt)),
    maxAttempts,
    failedCode: 'case-package-failed',
    signal,
  })
}

async function make(
  dependencies: CasePackageDependencies,
  row: CasePackageRow,
  { folder, signal }: { folder: string; signal: AbortSignal | undefined },
): Promise<void> {
  const { store, blobs } = dependencies
  const actor = await requireRequester(dependencies, row)
  const parts = await store.transact(contextOf(actor), (handle) =>
    readCaseParts(handle, actor, row),
  )
  const steps = stepsOf(dependencies, row, parts, signal)
  const at = new Date()
  const source = await gather(dependencies, { row, actor, parts, folder, steps })
  const packed = await packCase({
    ...source,
    row,
    parts,
    at,
    brandName: (brand) => dependencies.names().byId.get(brand) ?? brand,
    publisher: await dependencies.publisherOf(row.organisationId),
    log: dependencies.log,
    authorities: dependencies.authorities,
    auditLog: await dependencies.auditLog.headToPack(row.organisationId),
  })
  const target = join(folder, 'case.zip')
  await writeZip(packed, target, at)
  await steps.next()
  const blob = await blobs.put(target)
  await store.transact(operator, async (handle) => {
    await requireBlobs(handle, blobs, [blob.sha256])
    await finishPackage(handle, row.id, {
      ...blob,
      listings: parts.listings.flatMap(({ id, isWhole }) => (isWhole ? id : [])),
      accounts: parts.listings.flatMap(({ account }) => account ?? []),
      captures: source.captures.flatMap(({ capture, sealed }) => (sealed ? capture.id : [])),
      days: storedDays,
    })
  })
}

async function requireRequester(
  { store }: CasePackageDependencies,
  row: CasePackageRow,
): Promise<Person> {
  const actor = await store.transact(operator, (handle) => findRequester(handle, row))
  if (actor !== undefined && mayPackageCases(actor)) return actor
  const message = 'the person who requested the package may no longer export this case'
  throw new AppError({ code: 'permission-required', message })
}

const listingsPerStep = 50

function stepsOf(
  { store }: CasePackageDependencies,
  { id }: CasePackageRow,
  { listings, captures }: CaseParts,
  signal: AbortSignal | undefined,
): PackagingSteps {
  const total = Math.ceil(listings.length / listingsPerStep) + captures.length + 1
  const note = (progress: { done: number; total: number }): Promise<void> =>
    store.transact(operator, (handle) => noteProgress(handle, id, progress))
  return packagingSteps({ total, note, signal })
}

/** Writes what the package holds into the folder. */
async function gather(
  dependencies: CasePackageDependencies,
  {
    row,
    actor,
    parts,
    folder,
    steps,
  }: {
    row: CasePackageRow
    actor: Person
    parts: CaseParts
    folder: string
    steps: PackagingSteps
  },
): Promise<Gathered> {
  const listings: Gathered['listings'] = []
  let listingCount = 0
  const listed = await writeListings(dependencies, {
    actor,
    ids: parts.listings.map(({ id }) => id),
    language: row.language,
    folder,
    onBatch: async (batch) => {
      listingCount += batch.length
      listings.push(...batch.slice(0, shownOnCover.listings - listings.length))
      await steps.next()
    },
  })
  const { items, captures } = await exportCaptures(dependencies, {
    row,
    actor,
    parts,
    folder,
    steps,
  })
  return { items: [...listed, ...items, ...documentsOf(parts)], captures, listings, listingCount }
}

/** The package of each capture, verifiable alone; the copy is in its chain of custody. */
async function exportCaptures(
  dependencies: CasePackageDependencies,
  {
    row,
    actor,
    parts,
    folder,
    steps,
  }: {
    row: CasePackageRow
    actor: Person
    parts: CaseParts
    folder: string
    steps: PackagingSteps
  },
): Promise<Pick<Gathered, 'items' | 'captures'>> {
  await mkdir(join(folder, 'captures'))
  const items: EvidenceItem[] = []
  const captures: PackedCapture[] = []
  for (const capture of parts.captures) {
    const file = join(folder, 'captures', `${capture.id}.zip`)
    const input = { id: capture.id, reason: row.reason, target: file, agent: 'Touchstone' }
    const exported = await exportSealed(dependencies, { actor, input })
    // It is named on the cover sheet alone.
    if (exported === undefined) captures.push({ capture, sealed: null })
    else {
      // Two captures of a day may share the beginning of their ids.
      const name = `${exported.name}-${capture.id.slice(-12)}`
      const { sealedAt, timestamps } = exported.seal
      captures.push({ capture, sealed: { name, sealedAt, timestamps, custody: exported.custody } })
      items.push({
        name: `${name}.zip`,
        path: capturePath(name),
        title: `Evidence package of the capture of ${capture.url}`.slice(0, 4000),
        mediatype: 'application/zip',
        content: { file },
      })
    }
    await steps.next()
  }
  return { items, captures }
}

/** The texts of the case as files. */
function documentsOf({ kase, notices, appeals, notes, timeline }: CaseParts): EvidenceItem[] {
  const { id, title, about, brands, state, outcome, openedAt, closedAt, turnover } = kase
  const facts = { id, title, about, brands, state, outcome, openedAt, closedAt, turnover }
  return [
    jsonItem('case.json', 'The case', facts),
    jsonItem('timeline.json', 'The timeline', timeline),
    ...(appeals.length > 0 ? [jsonItem('appeals.json', 'Appeals of sellers', appeals)] : []),
    ...(notes.length > 0 ? [jsonItem('notes.json', 'Notes that were shared', notes)] : []),
    ...notices.flatMap(({ recipients, ...notice }) => {
      const { sent, regime, sentAt, acknowledgedAt, decidedAt, withdrawnAt } = notice
      const name = noticePath(notice.id)
      const written = {
        id: notice.id,
        regime,
        ground: notice.ground,
        state: notice.state,
        ...sent,
        sentAt,
        acknowledgedAt,
        decidedAt,
        outcome: notice.outcome,
        withdrawnAt,
        withdrawnCause: notice.withdrawnCause,
        recipients: recipients.map(({ by, target, state: delivery, handedOverAt, response }) => ({
          by,
          to: target,
          state: delivery,
          handedOverAt,
          response,
        })),
      }
      const text = `${sent?.subject ?? ''}\n\n${sent?.text ?? ''}`
      const about_ = `Notice: ${sent?.subject ?? ''}`.slice(0, 4000)
      return [
        jsonItem(`${name}.json`, about_, written),
        itemOf(`${name}.txt`, { title: about_, mediatype: 'text/plain', text }),
      ]
    }),
  ]
}

function jsonItem(path: string, title: string, value: unknown): EvidenceItem {
  const text = `${JSON.stringify(value, null, 2)}\n`
  return itemOf(path, { title, mediatype: 'application/json', text })
}

function itemOf(
  path: string,
  { title, mediatype, text }: { title: string; mediatype: string; text: string },
): EvidenceItem {
  const name = path.replaceAll('/', '-')
  return { name, path, title, mediatype, content: Buffer.from(text) }
}
