import { randomUUID } from 'node:crypto'
import type { SharedNoteView } from '@touchstone/contract'
import { sql } from 'kysely'
import { recordEvent } from '../../access/audit/index.ts'
import { assertNotOnHold } from '../../enforcement/confidentiality-holds/index.ts'
import { brandsOf } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  appendEvents,
  requireVisibleCase,
  requireReader,
  requireCaseWorker,
  type ServiceInput,
  type UserActor,
} from './case-events.ts'
import { conflict, notFound } from './refusals.ts'
import { requireVisibleListings } from './manage-cases.ts'
import {
  findNote,
  insertNote,
  organisationNameOf,
  notesAbout,
  notesOfCase,
  receivedNotes,
  findListingSender,
  type NoteRow,
  type NoteCursor,
} from './notes-repository.ts'

type Page = { limit: number; after?: NoteCursor }

/** Notes shared about the listings of a case, and the replies. */
export async function listNotesInCase(
  options: ServiceInput & { id: string; input: Page },
): Promise<Outgoing<SharedNoteView>[]> {
  const { organisationId } = requireReader(options.actor)
  const { id: caseId } = await requireVisibleCase(options)
  const only = brandsOf(options.actor)
  const wish = { ...options.input, caseId, organisationId, ...(only && { only }) }
  return (await notesOfCase(options.handle, wish)).map((note) => shown(note, organisationId))
}

/** Notes received about visible listings; for one listing, those of both sides. */
export async function listSharedNotes({
  handle,
  actor,
  input: { listing, ...page },
}: ServiceInput & { input: Page & { listing?: string } }): Promise<Outgoing<SharedNoteView>[]> {
  const { organisationId } = requireReader(actor)
  const only = brandsOf(actor)
  const wish = { ...page, organisationId, ...(only && { only }) }
  const found =
    listing === undefined
      ? await receivedNotes(handle, wish)
      : await notesAbout(handle, { ...wish, listing })
  return found.map((note) => shown(note, organisationId))
}

type NewNote = { listing: string; brand: string; text: string }

/** Shares a note about a listing with the other side: its sender, or the brand's holders. */
export async function shareNote({
  handle,
  actor,
  id,
  input,
}: ServiceInput & { id: string; input: NewNote }): Promise<Outgoing<SharedNoteView>> {
  const person = requireCaseWorker(actor)
  const kase = await requireVisibleCase({ handle, actor, id }, { lock: true })
  if (kase.state.closed !== null)
    throw conflict('case-closed', 'the case is closed: reopen it first')
  const { listing, brand, text } = input
  await requireVisibleListings({ handle, actor }, [listing], '')
  if (!(await isInCase(handle, kase.id, listing)))
    throw notFound(`the case has no listing ${listing}`, '/listing')
  const note = await write({ handle, actor }, person, {
    listing,
    brand,
    text,
    caseId: kase.id,
    answerTo: null,
    to: null,
  })
  const data = { note: note.id, listing, brand, text }
  await appendEvents(handle, kase, [{ kind: 'note-shared', data }], note.at)
  return shown(note, person.organisationId)
}

/** Replies to the author of another organisation's note. */
export async function replyToNote({
  handle,
  actor,
  input: { id, text },
}: ServiceInput & { input: { id: string; text: string } }): Promise<Outgoing<SharedNoteView>> {
  const person = requireCaseWorker(actor)
  const found = await findNote(handle, id)
  const only = brandsOf(actor)
  const isSeen = found !== undefined && (only === undefined || only.includes(found.brand))
  if (!isSeen) throw notFound(`there is no note ${id}`, '/id')
  if (found.organisationId === person.organisationId)
    throw conflict('note-own', 'your own organisation wrote this note: share another in the case')
  const { listing, brand } = found
  const answer = {
    listing,
    brand,
    text,
    caseId: null,
    answerTo: found.id,
    to: found.organisationId,
  }
  return shown(await write({ handle, actor }, person, answer), person.organisationId)
}

type Writing = NewNote & { caseId: string | null; answerTo: string | null; to: string | null }

async function write(
  { handle }: ServiceInput,
  { organisationId }: UserActor,
  { listing, brand, text, caseId, answerTo, to: given }: Writing,
): Promise<NoteRow> {
  const sender = await findListingSender(handle, { listing, brand })
  if (sender === undefined) throw notFound(`there is no listing ${listing}`, '/listing')
  if (!sender.mentioned) {
    const message = `the listing does not certainly concern ${brand}: nobody else sees it under that brand`
    throw new AppError({ code: 'listing-brand-uncertain', message, pointer: '/brand' })
  }
  const about = { kind: 'listing', id: listing } as const
  await assertNotOnHold(handle, { organisationId, now: new Date(), about })
  const isSender = sender.organisationId === organisationId
  if (isSender && !sender.shared && given === null) {
    const message =
      'your organisation submitted this listing for itself only, and nobody else sees it'
    throw conflict('listing-not-shared', message)
  }
  const to = given ?? (isSender ? null : sender.organisationId)
  const id = randomUUID()
  const fromName = await organisationNameOf(handle, organisationId)
  const { marketplace, externalId } = sender
  await insertNote(handle, {
    id,
    organisationId,
    caseId,
    listing,
    marketplace,
    externalId,
    brand,
    text,
    fromName,
    to,
    answerTo,
  })
  const subject = { kind: 'shared-note', id } as const
  await recordEvent({ handle, organisationId, action: 'note-shared', subject, detail: { listing } })
  const written = await findNote(handle, id)
  if (written === undefined) throw new Error('a note that was just written is missing')
  return written
}

async function isInCase(handle: Transaction, caseId: string, listing: string): Promise<boolean> {
  const { rows } = await sql`
    select from case_listings
    where case_id = ${caseId}::uuid and listing_id = ${listing}::uuid`.execute(handle)
  return rows.length > 0
}

function shown(note: NoteRow, self: string): Outgoing<SharedNoteView> {
  const { id, listing, marketplace, externalId, brand, text, answerTo, at } = note
  return {
    id,
    listing,
    marketplace,
    externalId,
    brand,
    text,
    answerTo,
    at,
    from: note.fromName,
    own: note.organisationId === self,
  }
}
