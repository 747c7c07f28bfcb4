import type {
  CaseDetailView,
  NoticeSummaryView,
  SharedNoteView,
  TimelineEntryView,
} from '@touchstone/contract'
import { marketplaceNamer } from '../../access/marketplace-names/index.ts'
import { findOrganisationById, type Actor } from '../../access/organisations/index.ts'
import { listAppeals } from '../../enforcement/appeals/index.ts'
import { assertNotOnHold } from '../../enforcement/confidentiality-holds/index.ts'
import {
  findNotice,
  listCaseTimeline,
  listNotices,
  recipientsOf,
  type NoticeRow,
  type RecipientRow,
} from '../../enforcement/notices/index.ts'
import { listProceedings } from '../../enforcement/proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { listNotesInCase, readCase } from '../cases/index.ts'
import { listCaptures, type CaptureRow } from '../evidence/index.ts'
import { captureBytes, listingsOf, personNames, type PackedListing } from './repository.ts'
import { packageLimits, type CasePackageRow } from './types.ts'

type Person = Extract<Actor, { kind: 'person' }>

type PackedAppeal = {
  listing: string | null
  seller: string | null
  submittedAt: string
  state: string
  words: string | null
  outcome: string | null
  reasons: string | null
  decidedAt: string | null
}

export type PackedNotice = NoticeRow & { recipients: RecipientRow[] }

/** What a package says of a case, besides its listings and the content of its captures. */
export type CaseParts = {
  kase: CaseDetailView
  organisation: string
  listings: PackedListing[]
  captures: CaptureRow[]
  /** As they were sent. */
  notices: PackedNotice[]
  appeals: PackedAppeal[]
  notes: SharedNoteView[]
  /** Oldest first. */
  timeline: TimelineEntryView[]
  nameOf: (person: string) => string | undefined
  marketplaceName: (marketplace: string) => string
}

const pageSize = 200

/** Reads a case as the person may see it, unless a confidentiality hold covers any part of it. */
export async function readCaseParts(
  handle: Transaction,
  actor: Person,
  { caseId, organisationId }: Pick<CasePackageRow, 'caseId' | 'organisationId'>,
): Promise<CaseParts> {
  const now = new Date()
  await assertNotOnHold(handle, { organisationId, now, about: { kind: 'case', id: caseId } })
  const asked = { handle, actor }
  const kase = asSent<CaseDetailView>(await readCase({ ...asked, id: caseId }))
  const listings = await listingsOf(handle, { caseId, limit: packageLimits.listings + 1 })
  requireRoom('listings', listings.length, packageLimits.listings)
  const captures = await readCaptures(asked, caseId)
  const notices = await readNotices(asked, caseId)
  for (const { id } of notices) {
    await assertNotOnHold(handle, { organisationId, now, about: { kind: 'notice', id } })
  }
  const timeline = await readTimeline(asked, caseId)
  const names = await personNames(
    handle,
    timeline.flatMap(({ by }) => (by.kind === 'person' ? by.id : [])),
  )
  const organisation = await findOrganisationById(handle, organisationId)
  return {
    kase,
    organisation: organisation?.name ?? '',
    listings,
    captures,
    notices,
    appeals: await readAppeals(asked, caseId),
    notes: await readNotes(asked, caseId),
    timeline,
    nameOf: (person) => names.get(person),
    marketplaceName: await marketplaceNamer(handle, organisationId),
  }
}

type Asked = { handle: Transaction; actor: Person }

async function readCaptures(asked: Asked, caseId: string): Promise<CaptureRow[]> {
  const captures = await allPages(packageLimits.captures, 'captures', (last?: CaptureRow) =>
    listCaptures({
      ...asked,
      input: {
        caseId,
        limit: pageSize,
        ...(last && { after: { at: last.requestedAt, id: last.id } }),
      },
    }),
  )
  const bytes = await captureBytes(
    asked.handle,
    captures.map(({ id }) => id),
  )
  if (bytes > packageLimits.captureBytes) {
    const message = `the captures of the case hold ${bytes} bytes; a package holds at most ${packageLimits.captureBytes}: split the case`
    throw new AppError({ code: 'case-package-too-large', message })
  }
  return captures.toReversed()
}

/** Drafts stay in the organisation. */
async function readNotices(asked: Asked, caseId: string): Promise<PackedNotice[]> {
  const summaries = await allPages(
    packageLimits.entries,
    'notices',
    async (last?: NoticeSummaryView) =>
      asSent<NoticeSummaryView[]>(
        await listNotices({
          ...asked,
          input: {
            caseId,
            limit: pageSize,
            ...(last && { after: { at: new Date(last.draftedAt), id: last.id } }),
          },
        }),
      ),
  )
  const notices: PackedNotice[] = []
  for (const { id } of summaries.toReversed()) {
    const notice = await findNotice(asked.handle, id)
    if (notice?.sent == null) continue
    notices.push({ ...notice, recipients: await recipientsOf(asked.handle, id) })
  }
  return notices
}

/** Appeals that the organisation decides: those of others are in the notices that they answer. */
async function readAppeals(asked: Asked, caseId: string): Promise<PackedAppeal[]> {
  const proceedings = await allPages(
    packageLimits.entries,
    'proceedings',
    (last?: Awaited<ReturnType<typeof listProceedings>>[number]) =>
      listProceedings({
        ...asked,
        input: {
          caseId,
          limit: pageSize,
          ...(last && { after: { at: last.openedAt, id: last.id } }),
        },
      }),
  )
  const appeals: PackedAppeal[] = []
  for (const { id: proceeding } of proceedings.toReversed()) {
    const rows = await listAppeals({ ...asked, input: { limit: pageSize, proceeding } })
    for (const row of rows.toReversed()) {
      const { listing, sellerName, sellerId, submittedAt, decidedAt, state, words } = row
      appeals.push({
        listing,
        seller: sellerName ?? sellerId,
        submittedAt: submittedAt.toISOString(),
        state,
        words,
        outcome: row.outcome,
        reasons: row.reasons,
        decidedAt: decidedAt?.toISOString() ?? null,
      })
    }
  }
  return appeals
}

/** Notes that the organisation shared: what it only noted, and what others wrote to it, is not its to pass on. */
async function readNotes(asked: Asked, caseId: string): Promise<CaseParts['notes']> {
  const notes = await allPages(packageLimits.entries, 'notes', async (last?: SharedNoteView) =>
    asSent<SharedNoteView[]>(
      await listNotesInCase({
        ...asked,
        id: caseId,
        input: {
          limit: pageSize,
          ...(last && { after: { at: new Date(last.at), id: last.id } }),
        },
      }),
    ),
  )
  return notes.filter(({ own }) => own).toReversed()
}

async function readTimeline(asked: Asked, caseId: string): Promise<CaseParts['timeline']> {
  const entries = await allPages(
    packageLimits.entries,
    'entries in its timeline',
    async (last?: TimelineEntryView) =>
      asSent<TimelineEntryView[]>(
        await listCaseTimeline({
          ...asked,
          input: {
            id: caseId,
            limit: pageSize,
            ...(last && {
              after: {
                at: new Date(last.at),
                source: last.source,
                id: last.id,
                position: last.position,
              },
            }),
          },
        }),
      ),
  )
  return entries.toReversed().flatMap((entry) => outgoing(entry) ?? [])
}

/** What leaves the organisation of each kind of entry: deliberations, tasks and texts for colleagues do not. */
const disclosed: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  case: {
    opened: [],
    'listings-added': ['listings'],
    'listings-removed': ['listings'],
    closed: ['outcome'],
    reopened: [],
    'merged-from': [],
    'split-from': [],
    'note-shared': ['listing', 'brand'],
  },
  capture: {
    asked: ['listing', 'url'],
    sealed: ['listing', 'url', 'outcome'],
    failed: ['listing', 'url', 'outcome'],
  },
  notice: {
    sent: ['to'],
    'handed-over': ['to', 'refused'],
    looked: ['look', 'sentence'],
    acknowledged: ['from'],
    decided: ['from', 'outcome', 'items'],
    'outcome-changed': ['from', 'outcome'],
    reminded: ['number'],
    withdrawn: ['cause'],
    'withdrawal-told': ['to'],
    pursued: ['to', 'type'],
    'complaint-decided': ['from', 'decision'],
    'seller-answer-decided': ['from', 'outcome', 'summary'],
  },
}

const ofProceeding = ['title', 'regime', 'instance', 'workflow', 'transition', 'timeLimit', 'role']

function outgoing(entry: TimelineEntryView): TimelineEntryView | undefined {
  const fields =
    entry.source === 'proceeding' ? ofProceeding : disclosed[entry.source]?.[entry.kind]
  if (fields === undefined) return undefined
  const data = fields.flatMap((name) => (name in entry.data ? [[name, entry.data[name]]] : []))
  return { ...entry, data: Object.fromEntries(data) as Record<string, unknown> }
}

/** What a response would hold: times as text. */
function asSent<T>(value: Outgoing<T>): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** All of a list that has at most so many entries. */
async function allPages<T>(
  limit: number,
  what: string,
  page: (last?: T) => Promise<readonly T[]>,
): Promise<T[]> {
  const all: T[] = []
  for (;;) {
    const items = await page(all.at(-1))
    all.push(...items)
    requireRoom(what, all.length, limit)
    if (items.length < pageSize) return all
  }
}

function requireRoom(what: string, count: number, limit: number): void {
  if (count <= limit) return
  const message = `the case has more than ${limit} ${what}, the maximum of a package: split the case`
  throw new AppError({ code: 'case-package-too-large', message })
}
