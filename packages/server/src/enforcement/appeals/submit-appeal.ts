import { randomUUID } from 'node:crypto'
import type { SellerPageView } from '@touchstone/contract'
import type { UserDependencies } from '../../access/users/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { conflict } from '../appeal-links/index.ts'
import { updateProofRequest } from './proof-requests-repository.ts'
import type { CheckedDocument, SentDocument } from '../../platform/documents/index.ts'
import { checkAppealDocuments } from './check-appeal-documents.ts'
import { insertAppeal, insertDocuments } from './repository.ts'
import {
  type LinkVisit,
  type SellerSituation,
  loadSituation,
  actionsOf,
  stateOf,
} from './seller-situation.ts'
import { applySellerTransition, recordAppealChange } from './apply-seller-action.ts'
import { pageOf } from './read-seller-page.ts'

/** Most appeals by one seller on one subject, including withdrawn ones. */
const maxAppeals = 20

type NewAppeal = { words: string; locale: string; documents: readonly SentDocument[] }

/** Runs each step in its own transaction of the link. */
type Visit = <T>(work: (linkVisit: LinkVisit) => Promise<T>) => Promise<T>

/**
 * Stores a seller's appeal, and lodges it as a complaint if the regime has started one. Documents are checked between
 * two transactions, so that none stays open meanwhile.
 */
export async function submitAppeal(
  visit: Visit,
  dependencies: UserDependencies,
  { words, locale, documents: sentDocuments }: NewAppeal,
): Promise<SellerPageView> {
  const link = await visit(async (linkVisit) => {
    await requireOpenSituation(linkVisit)
    return linkVisit.link
  })
  const documents = await checkAppealDocuments(dependencies, link, sentDocuments)
  const { sealer } = dependencies.settings
  return visit((linkVisit) => recordAppeal(linkVisit, sealer, { words, locale, documents }))
}

async function requireOpenSituation(linkVisit: LinkVisit): Promise<SellerSituation> {
  const situation = await loadSituation(linkVisit)
  const { now } = linkVisit
  if (!actionsOf(situation, stateOf(situation, now)).includes('submit')) {
    throw conflict(
      'appeal-not-possible',
      'there is nothing left to respond to here: reload the page to see the current state',
    )
  }
  if (situation.appeals.length >= maxAppeals) {
    throw conflict(
      'appeal-limit-reached',
      `you have already responded ${maxAppeals} times: write to the marketplace instead`,
    )
  }
  return situation
}

type CheckedAppeal = Pick<NewAppeal, 'words' | 'locale'> & { documents: CheckedDocument[] }

async function recordAppeal(
  linkVisit: LinkVisit,
  sealer: Sealer,
  { words, locale, documents: checked }: CheckedAppeal,
): Promise<SellerPageView> {
  const { handle, link, now } = linkVisit
  const situation = await requireOpenSituation(linkVisit)
  const { complaint } = situation.standing ?? {}
  const id = randomUUID()
  await insertAppeal(handle, link, {
    id,
    words,
    locale,
    submittedAt: now,
    instance: complaint?.id ?? null,
  })
  const documents = checked.map((one) => ({
    ...one,
    sealed: sealer.seal(one.content, documentPurpose(link.organisationId, one.id)),
  }))
  await insertDocuments(handle, { organisationId: link.organisationId, appealId: id }, documents)
  // Events of a proceeding are permanent: they refer to the appeal without its content.
  await applySellerTransition(linkVisit, complaint?.id, 'lodge', { grounds: `appeal ${id}` })
  if (situation.proofRequest !== undefined)
    await updateProofRequest(handle, { ...situation.proofRequest, state: 'submitted' })
  await recordAppealChange(linkVisit, 'submitted', id, { documents: checked.length })
  return pageOf(linkVisit)
}

/** Binds an encrypted document to its owner and row: moved to another row, it cannot be opened. */
export function documentPurpose(organisationId: string, document: string): string {
  return `document ${document} of an appeal to ${organisationId}`
}
