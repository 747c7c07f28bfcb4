import type { AnswerDecision, AnswerOutcome, ProceedingAct } from '@touchstone/contract'
import { refuseHeld } from '../confidentiality-holds/index.ts'
import { actInHouse, caseInHouse } from '../proceedings/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import {
  firstDeciders,
  standingFor,
  type KeptAnswer,
  type KeptDocument,
  type Reinstate,
} from './types.ts'
import { documentPurpose, tell } from './appeal-page.ts'
import { mayDecideOnAnswers, mayListAnswers, mayReadAnswers } from './policy.ts'
import {
  absent,
  conflict,
  forMembers,
  forThoseWhoDecide,
  note,
  noteListing,
  personWho,
  type Asked,
} from './service.ts'
import {
  decidedIn,
  documentsOf,
  findAnswer,
  linkOfAnswer,
  markDecided,
  pageOfAnswers,
  sealedDocument,
  type AnswerFilter,
  type Page,
} from './repository.ts'

export type ReadAnswer = KeptAnswer & { documents: KeptDocument[] }

export async function answersOf(asked: Asked<Page<AnswerFilter>>): Promise<KeptAnswer[]> {
  const { organisationId } = personWho(asked.actor, mayListAnswers, forMembers)
  await noteListing(asked.handle, organisationId, 'answers')
  return pageOfAnswers(asked.handle, { organisationId, ...asked.input })
}

/** What a seller wrote, for the people who decide; the log tells who read it. */
export async function readAnswer(asked: Asked<{ id: string }>): Promise<ReadAnswer> {
  const { handle, input } = asked
  const { organisationId } = personWho(asked.actor, mayReadAnswers, forThoseWhoDecide)
  const answer = await answerOf(handle, organisationId, input.id)
  await note({
    handle,
    organisationId,
    action: 'answer-read',
    subject: { kind: 'answer', id: answer.id },
  })
  return withDocuments(handle, answer)
}

/** Opens a document; each opening stands in the log before anything of it leaves. */
export async function openDocument(
  asked: Asked<{ id: string; document: string; sealer: Sealer }>,
): Promise<{ named: Pick<KeptDocument, 'name' | 'mediaType'>; content: Buffer }> {
  const { handle, input } = asked
  const { organisationId } = personWho(asked.actor, mayReadAnswers, forThoseWhoDecide)
  const answer = await answerOf(handle, organisationId, input.id)
  const found = await sealedDocument(handle, { answerId: answer.id, id: input.document })
  if (found === undefined) throw absent('document', input.document, '/document')
  await note({
    handle,
    organisationId,
    action: 'answer-document-read',
    subject: { kind: 'answer', id: answer.id },
    detail: { document: found.id },
  })
  const { name, mediaType } = found
  const content = input.sealer.open(found.content, documentPurpose(organisationId, found.id))
  return { named: { name, mediaType }, content }
}

type Deciding = AnswerDecision & { id: string; now: Date; reinstate: Reinstate }

/**
 * Decides on what a seller answered in a proceeding: under its regime, by a person who did not decide first. Where
 * the seller is right, what was done to him is undone in the same transaction.
 */
export async function decideAnswer(asked: Asked<Deciding>): Promise<ReadAnswer> {
  const { handle, input } = asked
  const person = personWho(asked.actor, mayDecideOnAnswers, forThoseWhoDecide)
  const { organisationId } = person
  const { outcome, reasons, summary, now } = input
  const answer = await answerOf(handle, organisationId, input.id, true)
  const { proceedingId } = answer
  if (proceedingId === null) {
    throw conflict('this answers a request for proof: decide on the request')
  }
  if (answer.state !== 'given') throw conflict(`the answer is ${answer.state} already`)
  // A decision is shown on the seller's page, and undoes what was done to the offer.
  const about = { kind: 'answer', id: answer.id } as const
  await refuseHeld(handle, { organisationId, now, about })
  const link = await linkOfAnswer(handle, answer.id)
  const { rules, state } = await caseInHouse({
    handle,
    organisationId,
    input: { id: proceedingId },
  })
  const { restriction, complaint } = standingFor(state, link?.matter ?? null)
  const decidedFirst = firstDeciders(state, restriction).has(person.id)
  if (complaint === undefined && decidedFirst) {
    throw conflict('Whoever decided first does not decide on the answer.')
  }
  if (complaint !== undefined && complaint.id === answer.matter) {
    const step = (transition: string, fields: Record<string, string | boolean>): ProceedingAct => ({
      type: 'act',
      id: complaint.id,
      transition,
      role: 'qualified-reviewer',
      fields,
    })
    const acts: ProceedingAct[] = []
    if (complaint.state === 'LODGED') {
      const { qualification } = input
      acts.push(step('take-up', { qualification, otherPerson: !decidedFirst }))
    }
    const complaintReasons = reasons
    acts.push(
      outcome === 'upheld'
        ? step('uphold', { upheldBecause: input.because, complaintReasons })
        : step('reject', { complaintReasons }),
    )
    const moved = { id: proceedingId, acts, now, person: person.id }
    await actInHouse({ handle, organisationId, input: moved })
  }
  await markDecided(handle, { id: answer.id, outcome, reasons, summary, now })
  if (outcome === 'upheld') {
    await input.reinstate({
      handle,
      organisationId,
      proceedingId,
      restriction: restriction?.id,
      reasons,
      personId: person.id,
      now,
    })
  }
  await note({
    handle,
    organisationId,
    action: 'answer-decided',
    subject: { kind: 'answer', id: answer.id },
    detail: { outcome, proceeding: proceedingId, regime: rules.regime.id },
    event: {
      type: 'answer.decided',
      data: { answer: answer.id, proceeding: proceedingId, outcome },
    },
  })
  return withDocuments(handle, await answerOf(handle, organisationId, answer.id))
}

/** Records that the marketplace told the seller of the decision by its own channel. */
export async function tellSeller(
  asked: Asked<{ id: string; how: string; now: Date }>,
): Promise<ReadAnswer> {
  const { handle, input } = asked
  const { organisationId } = personWho(asked.actor, mayDecideOnAnswers, forThoseWhoDecide)
  const answer = await answerOf(handle, organisationId, input.id, true)
  if (answer.decidedAt === null) throw conflict('there is no decision that could be told')
  if (answer.toldAt === null) {
    const { proceedingId } = answer
    const link = await linkOfAnswer(handle, answer.id)
    const { now } = input
    await refuseHeld(handle, { organisationId, now, about: { kind: 'answer', id: answer.id } })
    const { rules, state } =
      proceedingId === null
        ? {}
        : await caseInHouse({ handle, organisationId, input: { id: proceedingId } })
    const situation = {
      timeZone: rules?.regime.timeZone ?? 'UTC',
      standing: state && standingFor(state, link?.matter ?? null),
    }
    const inProceeding = { organisationId, proceedingId }
    await tell({ handle, link: inProceeding, now: input.now }, situation, answer, input.how)
  }
  return withDocuments(handle, await answerOf(handle, organisationId, answer.id))
}

/**
 * What whoever sent the notice may know of the answers in a proceeding: how each was decided, and the summary
 * that the decider wrote for it. Neither words nor documents of the seller, nor that there are any.
 */
export async function decisionsFor(
  handle: Handle,
  proceedingId: string,
): Promise<{ outcome: AnswerOutcome; summary: string; decidedAt: Date; matter: string | null }[]> {
  const decided = await decidedIn(handle, proceedingId)
  return decided.flatMap(({ outcome, summary, decidedAt, matter }) =>
    outcome === null || summary === null || decidedAt === null
      ? []
      : [{ outcome, summary, decidedAt, matter }],
  )
}

async function answerOf(
  handle: Handle,
  organisationId: string,
  id: string,
  lock = false,
): Promise<KeptAnswer> {
  const answer = await findAnswer(handle, { organisationId, id, lock })
  if (answer === undefined) throw absent('answer', id)
  return answer
}

async function withDocuments(handle: Handle, answer: KeptAnswer): Promise<ReadAnswer> {
  return { ...answer, documents: await documentsOf(handle, answer.id) }
}
