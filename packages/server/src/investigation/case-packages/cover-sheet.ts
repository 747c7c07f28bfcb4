import { setImmediate as breathe } from 'node:timers/promises'
import type { PackageIndex } from '@touchstone/evidence'
import { openPages, type Pages, type Style } from '@touchstone/evidence/report'
import type { ListingView } from '../../listings/queue/index.ts'
import { textIn, type ServerText } from '../../platform/messages/index.ts'
import type { CaptureRow, Custody } from '../evidence/index.ts'
import type { CaseParts, PackedNotice } from './read-case-parts.ts'
import type { CasePackageLanguage } from './types.ts'

export type PackedCapture = {
  capture: CaptureRow
  /** What the package of the capture is called, and what is known of its seal; null if it has no evidence. */
  sealed: {
    name: string
    sealedAt: string
    timestamps: readonly { authority: string; at: string }[]
    custody: Custody
  } | null
}

export type CoverSheet = {
  parts: CaseParts
  /** The listings in the words of the package, as far as the sheet shows them. */
  listings: readonly ListingView[]
  /** How many are in the package. */
  listingCount: number
  captures: readonly PackedCapture[]
  brandName: (brand: string) => string
  by: string
  reason: string
  at: Date
  language: CasePackageLanguage
}

/** Most of each section: the rest is in the files of the package. */
export const shownOnCover = { listings: 200, signals: 12, timeline: 400, custody: 40 } as const
const longestText = 2000

const ink = '#1c2430'
const title: Style = { size: 20, colour: ink, after: 6 }
const heading: Style = { size: 13, colour: ink, before: 12, after: 6 }
const body: Style = { size: 10, colour: ink }
const small: Style = { size: 8.5, colour: ink, after: 1 }

/** The page with which counsel begins: what the case is about, and where in the package everything is. */
export async function writeCoverSheet(sheet: CoverSheet, index: PackageIndex): Promise<Buffer> {
  const text = textIn('case-package', sheet.language)
  const { t } = text
  const { parts } = sheet
  const pages = await openPages({
    title: index.title,
    author: parts.organisation,
    footer: `${t('case-package.footer', { name: index.name })} · ${parts.organisation}`,
    at: sheet.at,
  })
  const cover = new Cover(pages, text)
  cover.paragraph(index.title, title)
  cover.entry('case-package.package', index.name)
  cover.entry('case-package.made-by', `${sheet.by}, ${parts.organisation}`)
  cover.entry('case-package.made', cover.moment(sheet.at))
  cover.entry('case-package.reason', sheet.reason)
  about(cover, sheet)
  sellers(cover, sheet)
  await listings(cover, sheet)
  await notices(cover, sheet)
  appeals(cover, sheet)
  await timeline(cover, sheet)
  await captures(cover, sheet, index)
  notes(cover, sheet)
  contents(cover, index)
  return pages.finish()
}

type Key = Parameters<ServerText<'case-package'>['word']>[0]

const usualTime = { dateStyle: 'medium', timeZone: 'UTC', hourCycle: 'h23' } as const

/** Pages with texts of the package in its language. */
class Cover {
  readonly text: ServerText<'case-package'>
  private readonly pages: Pages
  private readonly times: Intl.DateTimeFormat
  private readonly minutes: Intl.DateTimeFormat

  constructor(pages: Pages, text: ServerText<'case-package'>) {
    this.pages = pages
    this.text = text
    this.times = new Intl.DateTimeFormat(text.language, {
      ...usualTime,
      timeStyle: 'medium',
    })
    this.minutes = new Intl.DateTimeFormat(text.language, { ...usualTime, timeStyle: 'short' })
  }

  moment(at: Date | string): string {
    return `${this.times.format(new Date(at))} UTC`
  }

  /** Short enough for a label. */
  minute(at: Date | string): string {
    return `${this.minutes.format(new Date(at))} UTC`
  }

  /** The word of the language, or the code that has none. */
  word(group: string, code: string): string {
    return this.text.word(`case-package.${group}.${code}`) ?? code
  }

  paragraph(text: string, style: Style = body): void {
    this.pages.paragraph(text, style)
  }

  heading(key: Key): void {
    this.pages.paragraph(this.text.word(key) ?? key, heading)
  }

  entry(key: Key, text: string, style: Style = body): void {
    this.labelled(this.text.word(key) ?? key, text, style)
  }

  labelled(label: string, text: string, style: Style = body): void {
    const short = text.length > longestText ? `${text.slice(0, longestText)} […]` : text
    this.pages.entry(label, short, style)
  }

  rule(): void {
    this.pages.rule()
  }
}

function about(cover: Cover, { parts: { kase }, brandName }: CoverSheet): void {
  cover.heading('case-package.about')
  cover.entry('case-package.subject', cover.word('subject', kase.about))
  const outcome = kase.outcome === null ? '' : ` · ${cover.word('outcome', kase.outcome)}`
  cover.entry('case-package.state', `${cover.word('state', kase.state)}${outcome}`)
  cover.entry('case-package.opened', cover.moment(kase.openedAt))
  if (kase.closedAt !== null) cover.entry('case-package.closed', cover.moment(kase.closedAt))
  if (kase.brands.length > 0)
    cover.entry('case-package.brands', kase.brands.map(brandName).join(', '))
  const sums = kase.turnover.sums.map(({ amount, currency }) => `${amount} ${currency}`)
  if (sums.length > 0) cover.entry('case-package.turnover', sums.join(', '))
}

function sellers(cover: Cover, { parts, listings: shown }: CoverSheet): void {
  cover.heading('case-package.sellers')
  const bySeller = Map.groupBy(
    shown.filter(({ listing }) => listing.seller !== undefined),
    ({ listing }) => JSON.stringify([listing.marketplace ?? '', listing.seller?.id]),
  )
  if (bySeller.size === 0) cover.paragraph(cover.text.t('case-package.sellers.none'))
  for (const [first, ...others] of bySeller.values()) {
    if (first === undefined) continue
    const { seller, marketplace = '' } = first.listing
    cover.labelled(
      seller?.name ?? seller?.id ?? '',
      cover.text.t('case-package.seller', {
        marketplace: parts.marketplaceName(marketplace),
        id: seller?.id ?? '',
        listings: others.length + 1,
      }),
    )
  }
}

async function listings(cover: Cover, sheet: CoverSheet): Promise<void> {
  const { parts, listings: shown, listingCount } = sheet
  cover.heading('case-package.listings')
  for (const view of shown) {
    await breathe()
    cover.rule()
    listing(cover, view, parts)
  }
  const { t } = cover.text
  const more = listingCount - shown.length
  if (more > 0) cover.paragraph(t('case-package.listings.more', { count: more }))
  const hidden = parts.listings.length - listingCount
  if (hidden > 0) cover.paragraph(t('case-package.listings.hidden', { count: hidden }))
}

function listing(cover: Cover, view: ListingView, parts: CaseParts): void {
  const { listing: content, assessment, decision } = view
  const { seller, price, marketplace = '' } = content
  const { t } = cover.text
  cover.entry('case-package.listing', content.title ?? content.id)
  cover.entry('case-package.listing.id', view.id, small)
  cover.entry(
    'case-package.listing.on',
    `${parts.marketplaceName(marketplace)} · ${content.id}`,
    small,
  )
  if (seller !== undefined) {
    cover.entry('case-package.listing.seller', seller.name ?? seller.id, small)
  }
  if (price !== undefined) {
    cover.entry('case-package.listing.price', `${price.amount} ${price.currency}`, small)
  }
  if (content.url !== undefined) cover.entry('case-package.listing.address', content.url, small)
  cover.entry(
    'case-package.listing.verdict',
    assessment === null
      ? cover.word('verdict', 'none')
      : t('case-package.verdict', {
          verdict: cover.word('verdict', assessment.verdict),
          percent: Math.round(assessment.probability * 100),
        }),
    small,
  )
  if (assessment?.reason !== undefined) {
    cover.entry('case-package.listing.reason', assessment.reason, small)
  }
  for (const { evidence } of assessment?.signals.slice(0, shownOnCover.signals) ?? []) {
    if (evidence?.detail !== undefined) cover.labelled('', `– ${evidence.detail}`, small)
  }
  if (decision !== null) {
    cover.entry('case-package.listing.decision', cover.word('decision', decision.verdict), small)
  }
}

async function notices(cover: Cover, { parts }: CoverSheet): Promise<void> {
  cover.heading('case-package.notices')
  if (parts.notices.length === 0) cover.paragraph(cover.text.t('case-package.notices.none'))
  for (const one of parts.notices) {
    await breathe()
    cover.rule()
    notice(cover, one)
  }
}

function notice(cover: Cover, { id, sent, ...row }: PackedNotice): void {
  cover.entry('case-package.notice', sent?.subject ?? id)
  cover.entry('case-package.notice.file', `data/${noticePath(id)}.txt`, small)
  if (row.sentAt !== null) cover.entry('case-package.notice.sent', cover.moment(row.sentAt), small)
  for (const { target, state, handedOverAt, response } of row.recipients) {
    const when = handedOverAt === null ? '' : ` · ${cover.moment(handedOverAt)}`
    cover.entry(
      'case-package.notice.to',
      `${target} · ${cover.word('delivery', state)}${when}`,
      small,
    )
    for (const answer of answersIn(response)) {
      cover.entry('case-package.notice.answer', answerText(cover, answer), small)
    }
  }
  if (row.outcome !== null) {
    cover.entry('case-package.notice.outcome', cover.word('notice-outcome', row.outcome), small)
  }
  if (row.withdrawnAt !== null) {
    cover.entry('case-package.notice.withdrawn', cover.moment(row.withdrawnAt), small)
  }
}

export function noticePath(id: string): string {
  return `notices/notice-${id}`
}

type Answer = { outcome: string; summary: string; isAppeal: boolean }

/** What a marketplace decided on the items of a notice, and on the seller’s appeals. Read defensively. */
function answersIn(response: Record<string, unknown> | null): Answer[] {
  const items: unknown[] = Array.isArray(response?.['items']) ? response['items'] : []
  return items.flatMap((item) => {
    const { decision, answers } = recordOf(item)
    const decided = decision == null ? [] : [answerOf(decision, false)]
    const appealed = Array.isArray(answers) ? answers.map((one) => answerOf(one, true)) : []
    return [...decided, ...appealed]
  })
}

function answerOf(value: unknown, isAppeal: boolean): Answer {
  const { outcome, summary } = recordOf(value)
  const textOf = (one: unknown): string => (typeof one === 'string' ? one : '')
  return { outcome: textOf(outcome), summary: textOf(summary), isAppeal }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function answerText(cover: Cover, { outcome, summary, isAppeal }: Answer): string {
  const said = cover.word(isAppeal ? 'appeal-outcome' : 'item-outcome', outcome)
  return summary === '' ? said : `${said}: ${summary}`
}

function appeals(cover: Cover, { parts }: CoverSheet): void {
  if (parts.appeals.length === 0) return
  cover.heading('case-package.appeals')
  for (const appeal of parts.appeals) {
    cover.rule()
    cover.entry('case-package.appeal.by', appeal.seller ?? '–')
    cover.entry('case-package.appeal.submitted', cover.moment(appeal.submittedAt), small)
    if (appeal.words !== null) cover.entry('case-package.appeal.words', appeal.words, small)
    if (appeal.outcome !== null) {
      cover.entry(
        'case-package.appeal.outcome',
        cover.word('appeal-outcome', appeal.outcome),
        small,
      )
    }
    if (appeal.reasons !== null) cover.entry('case-package.appeal.reasons', appeal.reasons, small)
  }
}

type Entry = CaseParts['timeline'][number]

async function timeline(cover: Cover, { parts, brandName }: CoverSheet): Promise<void> {
  cover.heading('case-package.timeline')
  const said = parts.timeline.flatMap((entry) => {
    const words = entryText(cover, entry, brandName)
    return words === undefined ? [] : [{ entry, words }]
  })
  for (const { entry, words } of said.slice(0, shownOnCover.timeline)) {
    await breathe()
    const by =
      entry.by.kind === 'person' ? parts.nameOf(entry.by.id) : cover.word('actor', entry.by.kind)
    const who = by === undefined ? '' : ` · ${by}`
    cover.labelled(cover.minute(entry.at), `${words}${who}`, small)
  }
  const more = said.length - shownOnCover.timeline
  if (more > 0) cover.paragraph(cover.text.t('case-package.timeline.more', { count: more }))
}

/** Undefined for kinds that are in the files alone. */
function entryText(
  cover: Cover,
  { source, kind, data }: Entry,
  brandName: (brand: string) => string,
): string | undefined {
  const { word } = cover.text
  const textOf = (name: string): string => (typeof data[name] === 'string' ? data[name] : '')
  const listed = Array.isArray(data['listings']) ? data['listings'].length : 0
  const outcomes = {
    case: 'outcome',
    capture: 'capture-outcome',
    notice: 'notice-outcome',
    proceeding: 'outcome',
  } as const
  return word(`case-package.event.${source}.${kind}`, {
    count: listed,
    url: textOf('url'),
    title: textOf('title'),
    to: textOf('to'),
    from: textOf('from'),
    brand: brandName(textOf('brand')),
    outcome: cover.word(
      kind === 'seller-answer-decided' ? 'appeal-outcome' : outcomes[source],
      textOf('outcome'),
    ),
    look: cover.word('look', textOf('look')),
  })
}

async function captures(cover: Cover, sheet: CoverSheet, index: PackageIndex): Promise<void> {
  cover.heading('case-package.captures')
  if (sheet.captures.length === 0) cover.paragraph(cover.text.t('case-package.captures.none'))
  for (const one of sheet.captures) {
    await breathe()
    cover.rule()
    capture(cover, one, index)
  }
}

function capture(cover: Cover, { capture: row, sealed }: PackedCapture, index: PackageIndex): void {
  const { t } = cover.text
  cover.entry('case-package.capture', row.url)
  cover.entry(
    'case-package.capture.requested',
    `${cover.moment(row.requestedAt)} · ${row.operator}`,
    small,
  )
  if (sealed === null) {
    const why = row.disposedAt === null ? 'missing' : 'disposed'
    cover.entry('case-package.capture.file', t(`case-package.capture.${why}`), small)
    return
  }
  const path = capturePath(sealed.name)
  const resource = index.resources.find((item) => item.path === path)
  cover.entry('case-package.capture.file', `data/${path}`, small)
  if (resource !== undefined) {
    cover.labelled('SHA-256', resource.hash.replace('sha256:', ''), small)
  }
  cover.entry('case-package.capture.sealed', cover.moment(sealed.sealedAt), small)
  for (const { authority, at } of sealed.timestamps) {
    cover.entry('case-package.capture.stamped', `${cover.moment(at)} · ${authority}`, small)
  }
  const events = sealed.custody.slice(-shownOnCover.custody)
  const left = sealed.custody.length - events.length
  cover.entry(
    'case-package.custody',
    left > 0
      ? t('case-package.custody.earlier', { count: left })
      : t('case-package.custody.events', { count: events.length }),
    small,
  )
  for (const { sequence, action, at, actor } of events) {
    const what = `${sequence}. ${cover.word('custody', action)}`
    cover.labelled(what, `${cover.moment(at)} · ${actor.name}`, small)
  }
}

export function capturePath(name: string): string {
  return `captures/${name}.zip`
}

function notes(cover: Cover, { parts, brandName }: CoverSheet): void {
  if (parts.notes.length === 0) return
  cover.heading('case-package.notes')
  for (const { at, brand, text } of parts.notes) {
    cover.rule()
    cover.labelled(cover.minute(at), `${brandName(brand)}: ${text}`, small)
  }
}

function contents(cover: Cover, index: PackageIndex): void {
  const { t } = cover.text
  cover.heading('case-package.contents')
  const [pictures, files] = [true, false].map((isPicture) =>
    index.resources.filter(({ path }) => path.startsWith('pictures/') === isPicture),
  )
  for (const { path, bytes, hash } of files ?? []) {
    cover.labelled(t('case-package.file', { bytes }), `data/${path}`, small)
    cover.labelled('SHA-256', hash.replace('sha256:', ''), small)
  }
  const count = pictures?.length ?? 0
  if (count > 0) cover.paragraph(t('case-package.pictures', { count }))
  cover.paragraph(t('case-package.left-out'))
  cover.heading('case-package.verification')
  cover.paragraph(t('case-package.verify', { command: `touchstone verify ${index.name}.zip` }))
  cover.paragraph(t('case-package.proves'))
}
