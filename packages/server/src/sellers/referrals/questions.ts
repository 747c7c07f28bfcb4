import { randomUUID } from 'node:crypto'
import type { ReferralQuestionView } from '@touchstone/contract'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { runIdempotently } from '../../platform/idempotency/index.ts'
import { requirePreparer } from './draft-referral.ts'
import { informBothSides } from './inform.ts'
import { findItems } from './items-repository.ts'
import { packagesOf } from './packages-repository.ts'
import { requireAnswering } from './referral-actions.ts'
import {
  requireOwn,
  requireReader,
  requireReceived,
  requireReferral,
  requireState,
} from './require-referral.ts'
import type { ReferralRow } from './types.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }
export type Cursor = { at: Date; id: string }
type QuestionView = Outgoing<ReferralQuestionView>

const columns = sql`q.id, q.refs as items, q.words as text, q.asked_at as "askedAt", q.answer,
  q.answered_at as "answeredAt", q.supplement_id as supplement`

export async function listQuestions({
  handle,
  actor,
  input: { id, after, limit },
}: ServiceInput<{ id: string; after?: Cursor; limit: number }>): Promise<QuestionView[]> {
  const { row } = await requireReferral({ handle, actor: requireReader(actor), id })
  return pageOfQuestions(handle, { referralId: row.id, limit, ...(after && { after }) })
}

export async function pageOfQuestions(
  handle: Transaction,
  { referralId, after, limit }: { referralId: string; after?: Cursor; limit: number },
): Promise<QuestionView[]> {
  const beyond =
    after === undefined
      ? sql``
      : sql`and (q.asked_at, q.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
  const { rows } = await sql<QuestionView>`
    select ${columns} from referral_questions q
    where q.referral_id = ${referralId}::uuid ${beyond}
    order by q.asked_at desc, q.id desc limit ${limit}`.execute(handle)
  return rows
}

type Asking = ServiceInput<{
  id: string
  items: string[]
  text: string
  idempotencyKey?: string | undefined
}>

/** Asks the sender about items of a received referral; once, however often the request is repeated under its key. */
export async function askQuestion(asking: Asking): Promise<QuestionView> {
  const { handle, actor, input } = asking
  const { id, idempotencyKey: key, ...request } = input
  const { question } = await runIdempotently({
    handle,
    sender: requireAnswering(actor),
    key,
    request: { referral: id, question: request },
    work: async () => ({ question: await recordQuestion(asking) }),
  })
  return requireQuestion(handle, id, question)
}

/** Returns the ID of the new question. */
async function recordQuestion({
  handle,
  actor,
  input: { id, items, text },
}: Asking): Promise<string> {
  const row = await requireReceived({ handle, actor: requireAnswering(actor), id })
  return storeQuestion({ handle, row, items, text })
}

/** Stores a question of the recipient, and tells both sides; returns its ID. */
export async function storeQuestion({
  handle,
  row,
  items,
  text,
  replyLink = null,
}: {
  handle: Transaction
  row: ReferralRow
  items: string[]
  text: string
  /** The link by which a recipient without an account asks. */
  replyLink?: string | null
}): Promise<string> {
  requireState(row, ['sent', 'acknowledged'], 'asked about')
  await requireItems(handle, row.id, items, '/items')
  const question = randomUUID()
  await sql`
    insert into referral_questions (id, referral_id, organisation_id, recipient_id, refs, words,
      reply_link_id)
    values (${question}::uuid, ${row.id}::uuid, ${row.organisationId}::uuid,
      ${row.recipientId}::uuid, ${items}::text[], ${text}, ${replyLink}::uuid)`.execute(handle)
  await informBothSides(handle, {
    row,
    by: 'recipient',
    type: 'referral.question-asked',
    action: 'referral-question-asked',
    data: { question, ...(replyLink !== null && { replyLink }) },
  })
  return question
}

/** Answers a question, by words and a supplement if one was made for it. */
export async function answerQuestion({
  handle,
  actor,
  input: { id, question, text, supplement = null },
}: ServiceInput<{
  id: string
  question: string
  text: string
  supplement?: string | null | undefined
}>): Promise<QuestionView> {
  const person = requirePreparer(actor)
  const { row } = await requireOwn({ handle, actor: person, id, lock: true })
  const found = await requireQuestion(handle, id, question)
  if (found.answer !== null) {
    throw new AppError({
      code: 'question-answered',
      message: 'the question was already answered: send a supplement to add something',
    })
  }
  if (supplement !== null) {
    const there = await packagesOf(handle, id)
    if (!there.some((one) => one.id === supplement && one.kind === 'supplement')) {
      const message = `the referral has no supplement ${supplement}`
      throw new AppError({ code: 'not-found', message, pointer: '/action/supplement' })
    }
  }
  await sql`
    update referral_questions set answer = ${text}, answered_at = now(),
      answered_by = ${person.id}, supplement_id = ${supplement}::uuid
    where id = ${question}::uuid and answer is null`.execute(handle)
  await informBothSides(handle, {
    row,
    by: 'sender',
    type: 'referral.question-answered',
    action: 'referral-question-answered',
    data: { question },
  })
  return requireQuestion(handle, id, question)
}

/** Refuses references that were never sent. */
export async function requireItems(
  handle: Transaction,
  id: string,
  refs: readonly string[],
  pointer: string,
): ReturnType<typeof findItems> {
  const found = await findItems(handle, id, refs)
  const unknown = refs.findIndex((ref) => !found.has(ref))
  if (unknown < 0) return found
  throw new AppError({
    code: 'referral-item-unknown',
    message: `the referral contains no item ${refs[unknown]}: name one that was sent`,
    pointer: `${pointer}/${unknown}`,
  })
}

async function requireQuestion(
  handle: Transaction,
  id: string,
  question: string,
): Promise<QuestionView> {
  if (z.uuid().safeParse(question).success) {
    const { rows } = await sql<QuestionView>`
      select ${columns} from referral_questions q
      where q.id = ${question}::uuid and q.referral_id = ${id}::uuid`.execute(handle)
    if (rows[0] !== undefined) return rows[0]
  }
  const message = `the referral has no question ${question}`
  throw new AppError({ code: 'not-found', message, pointer: '/question' })
}
