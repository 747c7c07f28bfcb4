import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { organisationOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { requireWatch } from '../saved-watches/index.ts'
import { mayLogTime, mayRemoveTime } from './policy.ts'
import {
  deleteTimeEntry,
  findTimeEntry,
  insertTimeEntry,
  pageOfTimeEntries,
  type TimeEntryRow,
} from './repository.ts'

type ServiceInput = { handle: Transaction; actor: Actor; id: string }

export async function listTime(
  options: ServiceInput & { input: { limit: number; after?: { at: Date; id: string } } },
): Promise<TimeEntryRow[]> {
  const { id } = await requireWatch(options)
  return pageOfTimeEntries(options.handle, id, options.input)
}

type NewTime = { day: string; minutes: number; note?: string | undefined }

export async function logTime(
  options: ServiceInput & { input: NewTime; now: number },
): Promise<TimeEntryRow> {
  const { handle, actor, input, now } = options
  const { id: watchId } = await requireWatch(options)
  if (!mayLogTime(actor)) throw notAllowed('auditors and keys log no time')
  const { day, minutes, note = null } = input
  // Somewhere on Earth it is already tomorrow.
  if (Date.parse(day) > now + 24 * 3_600_000) {
    const message = `${day} is in the future: log time once it was spent`
    throw new AppError({ code: 'date-in-future', message, pointer: '/day' })
  }
  const entry = await insertTimeEntry(handle, {
    id: randomUUID(),
    organisationId: organisationOf(actor),
    watchId,
    person: actor.id,
    day,
    minutes,
    note,
  })
  await record(options, 'watch-time-logged', { minutes })
  return entry
}

export async function removeTime(options: ServiceInput & { entry: string }): Promise<void> {
  const { handle, actor, entry: entryId } = options
  const { id: watchId } = await requireWatch(options)
  const isId = z.uuid().safeParse(entryId).success
  const entry = isId ? await findTimeEntry(handle, watchId, entryId) : undefined
  if (entry === undefined) {
    const message = `there is no time entry ${entryId}`
    throw new AppError({ code: 'not-found', message, pointer: '/entry' })
  }
  if (!mayRemoveTime(actor, entry)) throw notAllowed('only its author or an admin can delete it')
  await deleteTimeEntry(handle, entry.id)
  await record(options, 'watch-time-removed', { minutes: entry.minutes })
}

async function record(
  { handle, actor, id }: ServiceInput,
  action: AuditAction,
  detail: Record<string, unknown>,
): Promise<void> {
  const organisationId = organisationOf(actor)
  await recordEvent({ handle, organisationId, action, subject: { kind: 'watch', id }, detail })
}

function notAllowed(message: string): AppError {
  return new AppError({ code: 'permission-required', message })
}
