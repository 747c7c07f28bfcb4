import { randomUUID } from 'node:crypto'
import type { SupplementView } from '@touchstone/contract'
import { z } from 'zod'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { assertReleasable } from './check-release.ts'
import { record, requirePreparer } from './draft-referral.ts'
import { findSubjects } from './items-repository.ts'
import { insertPackage, packagesOf, requestPacking } from './packages-repository.ts'
import { readSource } from './read-source.ts'
import {
  requireAdmin,
  requireOwn,
  requireReader,
  requireReferral,
  requireSecondPerson,
  requireState,
} from './require-referral.ts'
import type { PackageRow, ReferralRow } from './types.ts'
import { supplementStates, toSupplementView } from './views.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

/** The recipient sees those that were sent. */
export async function listSupplements({
  handle,
  actor,
  input: { id },
}: ServiceInput<{ id: string }>): Promise<Outgoing<SupplementView>[]> {
  const { row } = await requireReferral({ handle, actor: requireReader(actor), id })
  const packages = await packagesOf(handle, row.id)
  return packages.filter(({ kind }) => kind === 'supplement').map(toSupplementView)
}

/** Submits a further package to a sent referral; another person releases it. */
export async function submitSupplement({
  handle,
  actor,
  input: { id, text, accounts, listings },
}: ServiceInput<{
  id: string
  text: string
  accounts: string[]
  listings: string[]
}>): Promise<Outgoing<SupplementView>> {
  const person = requirePreparer(actor)
  const { row, draft } = await requireOwn({ handle, actor: person, id, lock: true })
  requireState(row, ['sent', 'acknowledged'], 'supplemented')
  // What the source contains now, chosen for the dossier or not.
  const chosen = { accounts: null, listings: null }
  const source = await readSource({ handle, actor: person, source: draft, chosen })
  for (const [what, wanted] of Object.entries({ accounts, listings })) {
    const there = new Set(source[what as 'accounts' | 'listings'])
    const unknown = wanted.findIndex((one) => !there.has(one))
    if (unknown < 0) continue
    throw new AppError({
      code: 'referral-source-unknown',
      message: `${wanted[unknown]} is not among the ${what} of the source: leave it out`,
      pointer: `/${what}/${unknown}`,
    })
  }
  const supplement = randomUUID()
  await insertPackage(handle, {
    id: supplement,
    referralId: id,
    organisationId: row.organisationId,
    recipientId: row.recipientId,
    kind: 'supplement',
    words: text,
    accounts,
    listings,
    state: 'awaiting-release',
    submittedBy: person.id,
    releasedBy: null,
  })
  await record(handle, row.organisationId, 'referral-supplement-submitted', id, { supplement })
  return toSupplementView(await requireSupplement(handle, id, supplement))
}

type Acting = ServiceInput<{ id: string; supplement: string; type: 'release' | 'retry' }> & {
  now: Date
}

/** Releases a supplement as a second person, or has its package made again; returns that work too. */
export async function actOnSupplement({
  handle,
  actor,
  input: { id, supplement, type },
  now,
}: Acting): Promise<{ work: { id: string; organisationId: string }; row: PackageRow }> {
  const person = requireAdmin(actor)
  const { row, draft } = await requireOwn({ handle, actor: person, id, lock: true })
  requireState(row, ['sent', 'acknowledged'], 'supplemented')
  const found = await requireSupplement(handle, id, supplement)
  requireSecondPerson(person, found.submittedBy)
  const wanted = type === 'release' ? 'awaiting-release' : 'failed'
  if (found.state !== wanted) {
    throw new AppError({
      code: 'referral-step-unavailable',
      message: `the supplement is ${supplementStates[found.state]}: this is not possible now`,
    })
  }
  const { organisationId } = row
  await assertReleasable(handle, {
    organisationId,
    source: draft,
    draft: draft.draft,
    listings: found.listings,
    known: await knownListings(handle, row, now),
    now,
  })
  await requestPacking(handle, supplement, person.id)
  const action = 'referral-supplement-released'
  await record(handle, organisationId, action, id, { supplement })
  return {
    work: { id: supplement, organisationId },
    row: await requireSupplement(handle, id, supplement),
  }
}

/** What a recipient has that holds it confidential itself. */
async function knownListings(
  handle: Transaction,
  { id, silenceUntil }: ReferralRow,
  now: Date,
): Promise<ReadonlySet<string> | undefined> {
  if (silenceUntil === null || silenceUntil <= now) return undefined
  const subjects = await findSubjects(handle, id)
  return new Set(subjects.flatMap(({ subjectId }) => subjectId ?? []))
}

async function requireSupplement(
  handle: Transaction,
  id: string,
  supplement: string,
): Promise<PackageRow> {
  const found = z.uuid().safeParse(supplement).success
    ? (await packagesOf(handle, id)).find((one) => one.id === supplement)
    : undefined
  if (found?.kind === 'supplement') return found
  const message = `the referral has no supplement ${supplement}`
  throw new AppError({ code: 'not-found', message, pointer: '/supplement' })
}
