import type { Dossier } from '@touchstone/evidence'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { newestCaptures, type PackagingSteps } from '../../investigation/evidence/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { assertNotHeld } from './check-release.ts'
import type { PackedCapture } from './items-of-dossier.ts'
import { findSubjects } from './items-repository.ts'
import { packagesOf } from './packages-repository.ts'
import { readDossierListings } from './read-dossier-listings.ts'
import { readDossierParts, type DossierParts } from './read-dossier-parts.ts'
import { readSource } from './read-source.ts'
import { findDraft, findReferral } from './repository.ts'
import type { PackageRow, ReferralDependencies } from './types.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** What a package is made of: of a dossier the source as it is now, of a supplement what was chosen. */
export async function readPackageParts(
  { store }: ReferralDependencies,
  actor: Person,
  row: PackageRow,
) {
  return store.transact(contextOf(actor), async (handle) => {
    const { referralId, organisationId } = row
    const referral = await findReferral(handle, referralId)
    const draft = await findDraft(handle, referralId)
    if (referral === undefined || draft === undefined || referral.state === 'withdrawn') {
      const message = 'the referral was withdrawn before its package was made'
      throw new AppError({ code: 'referral-step-unavailable', message })
    }
    const isSupplement = row.kind === 'supplement'
    const source = isSupplement
      ? {
          accounts: row.accounts,
          listings: row.listings,
          links: [],
          omitted: { accounts: [], listings: [] },
        }
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

const batchSize = 200

/** The listings that are still there, in batches, and those that were erased since. */
export async function gatherListings(
  { store, names, engine }: ReferralDependencies,
  actor: Person,
  {
    parts,
    captures,
    steps,
  }: { parts: DossierParts; captures: readonly PackedCapture[]; steps: PackagingSteps },
): Promise<{ listings: Dossier['listings']; gone: { kind: 'listing'; id: string }[] }> {
  const ofListing = new Map(captures.map(({ listing, name }) => [listing, name]))
  const { source, draft } = parts
  const listings: Dossier['listings'] = []
  for (let at = 0; at < source.listings.length; at += batchSize) {
    const ids = source.listings.slice(at, at + batchSize)
    const batch = await store.transact(contextOf(actor), (handle) =>
      readDossierListings(handle, {
        actor,
        views: { names, engine },
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
