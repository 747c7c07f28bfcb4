import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  packageReference,
  packDossier,
  redactDossier,
  withEvent,
  writeZip,
  type Dossier,
  type EvidenceItem,
  type PackedEvidence,
} from '@touchstone/evidence'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { recordEvent } from '../../access/audit/index.ts'
import {
  exportSealed,
  newestCaptures,
  type EvidenceDependencies,
} from '../../investigation/evidence/index.ts'
import { requireBlobs } from '../../platform/blobs/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { buildDossier } from './build-dossier.ts'
import { assertNotHeld } from './check-release.ts'
import { readIdentifiers } from './deconfliction.ts'
import { itemsOfDossier, type PackedCapture } from './items-of-dossier.ts'
import { findSubjects } from './items-repository.ts'
import {
  beginPackage,
  failPackage,
  findReleaser,
  noteProgress,
  notePulse,
  packingPulseMs,
  packagesOf,
  resetPackage,
} from './packages-repository.ts'
import { isAdmin } from './policy.ts'
import { readDossierListings } from './read-dossier-listings.ts'
import { readDossierParts, type DossierParts } from './read-dossier-parts.ts'
import { readSource } from './read-source.ts'
import { partsToWithhold } from './redact-dossier-parts.ts'
import { contentOfDocument, findDraft, findReferral, updateState } from './repository.ts'
import { sendPackage } from './send-package.ts'
import { maxAttempts, type PackageRow } from './types.ts'

export type ReferralDependencies = Omit<EvidenceDependencies, 'capture'> & { sealer: Sealer }

const operator = { as: 'operator', actor: { kind: 'operator', id: 'referrals' } } as const

type Person = Extract<Actor, { kind: 'person' }>

/**
 * Makes and sends a released dossier or supplement in the name of the person who released it. After a crash it is made
 * again from the beginning; it is sent in the transaction that stores it, so once at most.
 */
export async function makeReferralPackage(
  dependencies: ReferralDependencies,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  const { store } = dependencies
  const row = await store.transact(operator, (handle) => beginPackage(handle, id))
  if (row === undefined) return
  const fail = (code: string, message: string): Promise<void> =>
    recordFailure(dependencies, row, { code, message })
  if (row.attempts > maxAttempts) {
    const message = `the package could not be made in ${maxAttempts} attempts: ask the operator to look at the server’s log`
    return fail('case-package-failed', message)
  }
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-referral-'))
  const pulse = setInterval(() => {
    // What fails here fails in the next step as well.
    store.transact(operator, (handle) => notePulse(handle, id)).catch(() => undefined)
  }, packingPulseMs)
  try {
    await make(dependencies, row, { folder, signal })
  } catch (error) {
    if (error instanceof AppError && error.status < 500) {
      return await fail(error.code, error.publicMessage)
    }
    // A process that is ending leaves it to the next one.
    const isEnding = signal?.aborted === true
    await store.transact(operator, (handle) => resetPackage(handle, id, { counts: !isEnding }))
    if (!isEnding) throw error
  } finally {
    clearInterval(pulse)
    await rm(folder, { recursive: true, force: true })
  }
}

async function recordFailure(
  { store }: ReferralDependencies,
  { id, referralId, organisationId, kind }: PackageRow,
  problem: { code: string; message: string },
): Promise<void> {
  await store.transact(operator, async (handle) => {
    if (!(await failPackage(handle, id, problem))) return
    const referral = await findReferral(handle, referralId, { lock: true })
    if (kind === 'dossier' && referral?.state === 'releasing') {
      await updateState(handle, referralId, { state: 'packing-failed' })
    }
    await recordEvent({
      handle,
      organisationId,
      action: 'referral-packing-failed',
      subject: { kind: 'referral', id: referralId },
      detail: { package: id, code: problem.code },
    })
  })
}

type Place = { folder: string; signal: AbortSignal | undefined }

async function make(
  dependencies: ReferralDependencies,
  row: PackageRow,
  { folder, signal }: Place,
): Promise<void> {
  const { store, blobs, sealer } = dependencies
  const actor = await requireReleaser(dependencies, row)
  const { parts, subjects, supplements, captures: wanted } = await read(dependencies, actor, row)
  const steps = stepsOf(dependencies, row, wanted.length + parts.source.listings.length, signal)
  const { items, documents } = await documentItems(dependencies, actor, parts)
  const captures = await exportCaptures(dependencies, { row, actor, wanted, folder, steps })
  const { listings, gone } = await gatherListings(dependencies, actor, { parts, captures, steps })
  const at = new Date()
  const salt = randomBytes(32).toString('hex')
  const erased = parts.erased.map((id) => ({ kind: 'account' as const, id }))
  const dossier = buildDossier({
    parts,
    listings,
    items: { documents },
    at,
    salt,
    gone: [...erased, ...gone],
    ...(supplements && { supplements }),
  })
  const evidence = [
    ...items,
    ...supplementItem(row),
    ...captures.map(({ name, file }) => captureItem(name, file)),
  ]
  const pack = async (written: Dossier, held: EvidenceItem[], name: string) =>
    packDossier({
      name,
      dossier: written,
      items: held,
      publisher: await dependencies.publisherOf(row.organisationId),
      custody: withEvent([], {
        at: at.toISOString(),
        action: 'copied',
        actor: { name: parts.row.senderName },
        reason: `Referral ${parts.row.number}`,
        items: [],
      }),
      log: dependencies.log,
      auditLog: await dependencies.auditLog.headToPack(row.organisationId),
      authorities: dependencies.authorities,
      agent: 'Touchstone',
      at,
    })
  const name = nameOf(parts, row)
  const complete = await pack(dossier, evidence, name)
  const reference = packageReference(complete)
  const twin = redactDossier(dossier, partsToWithhold(dossier), reference)
  const redacted = await pack(twin, [], `${name}-redacted`)
  const stored = async (packed: PackedEvidence) => {
    const target = join(folder, `${packed.name}.zip`)
    await writeZip(packed, target, at)
    return blobs.put(target)
  }
  const whole = await stored(complete)
  const part = await stored(redacted)
  const identifiers =
    row.recipientId === null
      ? []
      : await store.transact(contextOf(actor), (handle) =>
          readIdentifiers(handle, { parts, sealer, recipientId: row.recipientId ?? '' }),
        )
  signal?.throwIfAborted()
  await store.transact(operator, async (handle) => {
    await requireBlobs(handle, blobs, [whole.sha256, part.sha256])
    await sendPackage(handle, row, {
      name,
      statementDigest: reference.digest,
      sha256: whole.sha256,
      bytes: whole.bytes,
      redactedSha256: part.sha256,
      redactedBytes: part.bytes,
      accounts: dossier.accounts.length,
      listings: dossier.listings.length,
      at,
      items: itemsOfDossier(dossier, { captures, subjects }),
      identifiers,
    })
  })
}

async function requireReleaser({ store }: ReferralDependencies, row: PackageRow): Promise<Person> {
  const actor = await store.transact(operator, (handle) => findReleaser(handle, row))
  if (actor !== undefined && isAdmin(actor)) return actor
  const message = 'the person who released it may no longer release referrals'
  throw new AppError({ code: 'permission-required', message })
}

async function read(dependencies: ReferralDependencies, actor: Person, row: PackageRow) {
  return dependencies.store.transact(contextOf(actor), async (handle) => {
    const { referralId, organisationId } = row
    const referral = await findReferral(handle, referralId)
    const draft = await findDraft(handle, referralId)
    if (referral === undefined || draft === undefined || referral.state === 'withdrawn') {
      const message = 'the referral was withdrawn before its package was made'
      throw new AppError({ code: 'referral-step-unavailable', message })
    }
    const isSupplement = row.kind === 'supplement'
    const source = isSupplement
      ? { accounts: row.accounts, listings: row.listings, links: [] }
      : await readSource({ handle, actor, source: draft, chosen: draft.draft })
    const now = new Date()
    if (!isSupplement) {
      await assertNotHeld(handle, { organisationId, source: draft, listings: source.listings, now })
    }
    const parts = await readDossierParts({ handle, row: referral, draft, source, now })
    const captures = await newestCaptures(handle, { organisationId, listings: source.listings })
    const first = (await packagesOf(handle, referralId)).find(({ kind }) => kind === 'dossier')
    const { name, statementDigest } = first ?? { name: null, statementDigest: null }
    return {
      parts,
      captures: [...captures].map(([listing, capture]) => ({ listing, capture })),
      subjects: await findSubjects(handle, referralId),
      supplements:
        isSupplement && name !== null && statementDigest !== null
          ? { package: name, digest: statementDigest }
          : undefined,
    }
  })
}

type Steps = { next: (count?: number) => Promise<void> }

/** Reports progress after each step, and stops between two of them. */
function stepsOf(
  { store }: ReferralDependencies,
  { id }: PackageRow,
  total: number,
  signal: AbortSignal | undefined,
): Steps {
  let done = 0
  return {
    next: async (count = 1) => {
      signal?.throwIfAborted()
      done = Math.min(total, done + count)
      await store.transact(operator, (handle) => noteProgress(handle, id, { done, total }))
    },
  }
}

const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
}

/** The attached documents as items. */
async function documentItems(
  { store }: ReferralDependencies,
  actor: Person,
  { documents }: DossierParts,
): Promise<{ items: EvidenceItem[]; documents: Map<string, string> }> {
  const items: EvidenceItem[] = []
  const names = new Map<string, string>()
  for (const { id, title, mediaType } of documents) {
    const content = await store.transact(contextOf(actor), (handle) =>
      contentOfDocument(handle, id),
    )
    if (content === undefined) continue
    const name = `document-${id}`
    names.set(id, name)
    const path = `documents/${name}.${extensions[mediaType] ?? 'bin'}`
    items.push({ name, path, title, mediatype: mediaType, content })
  }
  return { items, documents: names }
}

function supplementItem({ words }: PackageRow): EvidenceItem[] {
  if (words === null) return []
  return [
    {
      name: 'supplement',
      path: 'supplement.txt',
      title: 'What this supplement adds',
      mediatype: 'text/plain',
      content: Buffer.from(words),
    },
  ]
}

function captureItem(name: string, file: string): EvidenceItem {
  return {
    name,
    path: `captures/${name}.zip`,
    title: 'Evidence package of a capture',
    mediatype: 'application/zip',
    content: { file },
  }
}

/** The package of each capture, verifiable alone; the copy is in its chain of custody. */
async function exportCaptures(
  dependencies: ReferralDependencies,
  {
    row,
    actor,
    wanted,
    folder,
    steps,
  }: {
    row: PackageRow
    actor: Person
    wanted: readonly { listing: string; capture: string }[]
    folder: string
    steps: Steps
  },
): Promise<PackedCapture[]> {
  await mkdir(join(folder, 'captures'))
  const packed: PackedCapture[] = []
  for (const { listing, capture } of wanted) {
    const file = join(folder, 'captures', `${capture}.zip`)
    const reason = `Copied for referral ${row.referralId}`
    const input = { id: capture, reason, target: file, agent: 'Touchstone' }
    const exported = await exportSealed(dependencies, { actor, input })
    if (exported !== undefined)
      packed.push({
        listing,
        name: `capture-${capture}`,
        file,
        url: exported.capture.url,
        sealedAt: new Date(exported.seal.sealedAt).toISOString(),
      })
    await steps.next()
  }
  return packed
}

const batchSize = 200

async function gatherListings(
  { store }: ReferralDependencies,
  actor: Person,
  {
    parts,
    captures,
    steps,
  }: { parts: DossierParts; captures: readonly PackedCapture[]; steps: Steps },
): Promise<{ listings: Dossier['listings']; gone: { kind: 'listing'; id: string }[] }> {
  const ofListing = new Map(captures.map(({ listing, name }) => [listing, name]))
  const { row, source, draft } = parts
  const listings: Dossier['listings'] = []
  for (let at = 0; at < source.listings.length; at += batchSize) {
    const ids = source.listings.slice(at, at + batchSize)
    const batch = await store.transact(contextOf(actor), (handle) =>
      readDossierListings(handle, {
        organisationId: row.organisationId,
        ids,
        language: draft.draft.language,
        capturesOf: (id) => [ofListing.get(id)].flatMap((name) => name ?? []),
      }),
    )
    listings.push(...batch)
    await steps.next(ids.length)
  }
  const there = new Set(listings.map(({ id }) => id))
  const gone = source.listings.filter((id) => !there.has(id))
  return { listings, gone: gone.map((id) => ({ kind: 'listing', id })) }
}

function nameOf({ row }: DossierParts, { kind, id }: PackageRow): string {
  const number = row.number.toLowerCase()
  return kind === 'dossier' ? `referral-${number}` : `supplement-${number}-${id.slice(0, 8)}`
}
