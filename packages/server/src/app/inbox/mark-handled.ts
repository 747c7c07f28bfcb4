import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { noticeStates } from '../../enforcement/notices/queries.ts'
import { pageCaptures } from '../../investigation/evidence/queries.ts'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { mayMarkHandled } from './policy.ts'
import { upsertHandledItem, type HandledKind } from './repository.ts'

/** Removes a response or failed capture from the organisation's inbox until it recurs. */
export async function markHandled({
  handle,
  actor,
  input,
}: {
  handle: Transaction
  actor: Actor
  input: { kind: HandledKind; id: string }
}): Promise<void> {
  const { kind, id } = input
  if (!mayMarkHandled(actor, kind)) {
    throw new AppError({
      code: 'permission-required',
      message: 'only analysts and admins can mark items of the inbox as handled',
    })
  }
  const { organisationId } = actor
  const subject = kind === 'failed-capture' ? 'capture' : 'notice'
  const table =
    kind === 'failed-capture'
      ? sql`${pageCaptures} s where s.state = 'failed'`
      : sql`${noticeStates} s where s.sent_at is not null`
  const { rows } = await sql`
    select from ${table} and s.id = ${id}::uuid
      and s.organisation_id = ${organisationId}::uuid`.execute(handle)
  if (rows.length === 0) {
    const message = `there is no such ${subject} ${id} in the inbox`
    throw new AppError({ code: 'not-found', message, pointer: '/id' })
  }
  await upsertHandledItem(handle, { organisationId, kind, id })
  await recordEvent({
    handle,
    organisationId,
    action: 'inbox-item-handled',
    subject: { kind: subject, id },
  })
}
