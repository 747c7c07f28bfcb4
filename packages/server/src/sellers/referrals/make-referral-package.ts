import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import {
  packageReference,
  packDossier,
  partsToWithhold,
  redactDossier,
  withEvent,
  writeZip,
  type Dossier,
  type EvidenceItem,
  type PackedEvidence,
} from '@touchstone/evidence'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { recordEvent } from '../../access/audit/index.ts'
import { packagingSteps, runPackaging } from '../../investigation/evidence/index.ts'
import { requireBlobs } from '../../platform/blobs/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { buildDossier } from './build-dossier.ts'
import { assertCapturesIntact } from './check-release.ts'
import { readIdentifiers } from './deconfliction.ts'
import { itemsOfDossier } from './items-of-dossier.ts'
import { captureItem, documentItems, exportCaptures, supplementItem } from './package-items.ts'
import {
  beginPackage,
  failPackage,
  findReleaser,
  noteProgress,
  notePulse,
  packingPulseMs,
  resetPackage,
} from './packages-repository.ts'
import { isAdmin } from './policy.ts'
import type { DossierParts } from './read-dossier-parts.ts'
import { gatherListings, readPackageParts } from './read-package-parts.ts'
import { findReferral, updateState } from './repository.ts'
import { sendPackage } from './send-package.ts'
import { maxAttempts, type PackageRow, type ReferralDependencies } from './types.ts'

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
  await runPackaging({
    prefix: 'touchstone-referral-',
    begin: () => store.transact(operator, (handle) => beginPackage(handle, id)),
    make: (row, folder) => make(dependencies, row, { folder, signal }),
    fail: (row, problem) => recordFailure(dependencies, row, problem),
    reset: (_row, attempt) =>
      store.transact(operator, (handle) => resetPackage(handle, id, attempt)),
    pulse: {
      everyMs: packingPulseMs,
      write: () => store.transact(operator, (handle) => notePulse(handle, id)),
    },
    maxAttempts,
    failedCode: 'referral-package-failed',
    signal,
  })
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
  const {
    parts,
    subjects,
    supplements,
    captures: wanted,
  } = await readPackageParts(dependencies, actor, row)
  await assertCapturesIntact(
    { store },
    wanted.map(({ capture }) => capture),
  )
  const steps = packagingSteps({
    total: wanted.length + parts.source.listings.length,
    note: (progress) =>
      store.transact(operator, (handle) => noteProgress(handle, row.id, progress)),
    signal,
  })
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

function nameOf({ row }: DossierParts, { kind, id }: PackageRow): string {
  const number = row.number.toLowerCase()
  return kind === 'dossier' ? `referral-${number}` : `supplement-${number}-${id.slice(0, 8)}`
}
