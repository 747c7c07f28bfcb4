import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  parseJsonText,
  TouchstoneError,
  type HoldScope,
  type RetentionView,
} from '@touchstone/contract'
import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { count, visible } from '../terminal.ts'
import { wholeNumber, type CommandContext } from './options.ts'

type OfFlags = JsonFlags & { organisation: string }
type DaysFlags = OfFlags & Partial<RetentionView>
type SellerFlags = OfFlags & { seller: string; marketplace?: string }
type AccessFlags = SellerFlags & { pictures?: string }
type HoldFlags = OfFlags &
  Partial<Omit<SellerFlags, keyof OfFlags>> & { listing?: string; reason: string }
type RectifyFlags = OfFlags & { listing: string; changes: string }

const organisationFlag = '--organisation <slug>'
const days = wholeNumber(1, 3650)

export function defineRetention(retention: Command, { io, finish }: CommandContext): void {
  retention
    .command('show')
    .description('show the retention periods of listings, personal fields and captures')
    .requiredOption(organisationFlag, 'organisation slug')
    .option(...jsonOption)
    .action(async (flags: OfFlags) => finish(await show(io, flags)))
  retention
    .command('set')
    .description('set retention periods in days; omitted periods stay unchanged')
    .requiredOption(organisationFlag, 'organisation slug')
    .option('--clear-days <n>', 'days until clear listings are deleted', days)
    .option('--personal-days <n>', 'days until other listings lose their personal fields', days)
    .option('--evidence-days <n>', 'days until captures are deleted', days)
    .option('--notice-days <n>', 'days until received notices lose the notifier’s identity', days)
    .option('--appeal-days <n>', 'days until closed appeals lose text and documents', days)
    .option('--message-days <n>', 'days until messages lose recipient and text', days)
    .option('--scan-days <n>', 'days until scans of codes are deleted', days)
    .option(
      '--seller-link-days <n>',
      'days until listings link their sellers’ accounts no longer',
      days,
    )
    .option('--report-days <n>', 'days until reports by buyers are deleted', days)
    .option(...jsonOption)
    .action(async (flags: DaysFlags) => finish(await set(io, flags)))
  retention
    .command('purge')
    .description('purge now what serve purges every hour')
    .option(organisationFlag, 'organisation slug; all organisations by default')
    .option(...jsonOption)
    .action(async (flags: Partial<OfFlags>) => finish(await purge(io, flags)))
}

export function defineHolds(holds: Command, { io, finish }: CommandContext): void {
  holds
    .command('list')
    .description('list an organisation’s legal holds, newest first')
    .requiredOption(organisationFlag, 'organisation slug')
    .option(...jsonOption)
    .action(async (flags: OfFlags) => finish(await listHolds(io, flags)))
  holds
    .command('set')
    .description(
      'place a legal hold on one listing, a seller’s listings or everything, and print its ID',
    )
    .requiredOption(organisationFlag, 'organisation slug')
    .requiredOption('--reason <text>', 'file or order that requires the hold')
    .option('--listing <id>', 'ID of the listing in Touchstone')
    .option('--seller <id>', 'seller ID at the marketplace')
    .option('--marketplace <name>', 'marketplace of the seller')
    .option(...jsonOption)
    .action(async (flags: HoldFlags) => finish(await setHold(io, flags)))
  holds
    .command('release')
    .description('release a legal hold; data past its retention period is purged within a day')
    .argument('<id>', 'legal hold ID, as shown by holds list')
    .requiredOption(organisationFlag, 'organisation slug')
    .option(...jsonOption)
    .action(async (id: string, flags: OfFlags) => finish(await release(io, id, flags)))
}

export function definePrivacy(privacy: Command, { io, finish }: CommandContext): void {
  const ofSeller = (command: Command): Command =>
    command
      .requiredOption(organisationFlag, 'organisation slug')
      .requiredOption('--seller <id>', 'seller ID at the marketplace')
      .option('--marketplace <name>', 'marketplace of the seller; omit if the listings name none')
  ofSeller(privacy.command('access'))
    .description('print all data held about a seller, one listing or capture per line of JSON')
    .option('--pictures <folder>', 'also write stored pictures of the listings')
    .action(async (flags: AccessFlags) => finish(await access(io, flags)))
  privacy
    .command('rectify')
    .description('correct the newest version of a listing, which is then reassessed')
    .requiredOption(organisationFlag, 'organisation slug')
    .requiredOption('--listing <id>', 'ID of the listing in Touchstone')
    .requiredOption(
      '--changes <json>',
      'JSON Merge Patch, for example \'{"seller": {"name": "…"}}\'',
    )
    .option(...jsonOption)
    .action(async (flags: RectifyFlags) => finish(await rectify(io, flags)))
  ofSeller(privacy.command('erase'))
    .description('erase a seller from all current and future listings')
    .option(...jsonOption)
    .action(async (flags: SellerFlags) => finish(await erase(io, flags)))
  privacy
    .command('requests')
    .description('list privacy requests, newest first')
    .requiredOption(organisationFlag, 'organisation slug')
    .option(...jsonOption)
    .action(async (flags: OfFlags) => finish(await requests(io, flags)))
}

async function show(io: ProgramIo, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  const days = await operate(io, 'retention.show', { organisation })
  printAnswer(io, flags, days, daysLines(days))
  return 0
}

function daysLines(days: RetentionView): string[] {
  const { clearDays, personalDays, evidenceDays, noticeDays, appealDays, messageDays } = days
  return [
    `clear listings are deleted after ${clearDays} days`,
    `other listings lose their personal fields after ${personalDays} days`,
    `captures are deleted after ${evidenceDays} days`,
    `received notices lose the notifier’s identity after ${noticeDays} days`,
    `closed appeals lose their text and documents after ${appealDays} days`,
    `messages lose recipient and text after ${messageDays} days`,
    `scans of codes are deleted after ${days.scanDays} days`,
    `listings link their sellers’ accounts for ${days.sellerLinkDays} days`,
    `reports by buyers are deleted after ${days.reportDays} days`,
  ]
}

async function set(io: ProgramIo, { organisation, json, ...days }: DaysFlags): Promise<number> {
  if (Object.values(days).every((value) => value === undefined)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message:
        'nothing to set: use --clear-days, --personal-days, --evidence-days, --notice-days, --appeal-days, --message-days, --scan-days, --seller-link-days or --report-days',
    })
  }
  const now = await operate(io, 'retention.show', { organisation })
  await operate(io, 'retention.set', {
    organisation,
    ...now,
    ...Object.fromEntries(Object.entries(days).filter(([, value]) => value !== undefined)),
  })
  return show(io, { organisation, json })
}

async function purge(io: ProgramIo, flags: Partial<OfFlags>): Promise<number> {
  const { organisation } = flags
  const done = await operate(io, 'retention.purge', { organisation })
  printAnswer(io, flags, done, [
    `listings deleted: ${done.deleted}; personal fields removed: ${done.redacted}`,
    `protected by legal holds: ${done.held}`,
    `captures deleted: ${done.captures}`,
    `notifiers removed from notices: ${done.notices}; appeals cleared: ${done.links}; messages cleared: ${done.messages}`,
  ])
  return 0
}

async function listHolds(io: ProgramIo, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  const holds = await operate(io, 'holds.list', { organisation })
  const lines = holds.map((legalHold) => {
    const { id, seller, listing, setAt, releasedAt, reason } = legalHold
    const ofSeller =
      seller && `seller ${visible(seller.id ?? '(released)')} ${visible(seller.marketplace)}`
    const what = listing === null ? (ofSeller ?? 'everything') : `listing ${listing}`
    const state = releasedAt === null ? `in force since ${setAt}` : `released ${releasedAt}`
    return [id, what.trimEnd(), state, visible(reason)].join('  ')
  })
  printAnswer(io, flags, holds, lines)
  return 0
}

async function setHold(io: ProgramIo, flags: HoldFlags): Promise<number> {
  const { organisation, reason } = flags
  const hold = await operate(io, 'holds.set', { organisation, reason, scope: scopeOf(flags) })
  printAnswer(io, flags, hold, [hold.id])
  return 0
}

function scopeOf({ listing, seller, marketplace = '' }: HoldFlags): HoldScope {
  if (listing !== undefined && seller !== undefined) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'a legal hold covers one listing or one seller: use --listing or --seller',
    })
  }
  if (listing !== undefined) return { kind: 'listing', listing }
  if (seller !== undefined) return { kind: 'seller', seller: { marketplace, id: seller } }
  return { kind: 'organisation' }
}

async function release(io: ProgramIo, id: string, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  await operate(io, 'holds.release', { organisation, id })
  io.printError(`Released ${id}.`)
  printAnswer(io, flags, { released: id })
  return 0
}

async function access(
  io: ProgramIo,
  { organisation, seller: id, marketplace = '', pictures: folder }: AccessFlags,
): Promise<number> {
  const seller = { marketplace, id }
  const filesField = folder === undefined ? {} : { files: true }
  const written = new Set<string>()
  const digests = new Set<string>()
  let after: string | undefined
  let total = 0
  let captures = 0
  do {
    const sellerData = await operate(io, 'privacy.access', {
      organisation,
      seller,
      after,
      ...filesField,
    })
    for (const listing of sellerData.listings) {
      const pictures = sellerData.pictures[listing.id] ?? []
      for (const { sha256 } of pictures) digests.add(sha256)
      io.print(JSON.stringify({ ...listing, pictures }))
    }
    if (folder !== undefined) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      for (const { sha256, mediaType, bytes } of sellerData.files) {
        const name = `${sha256}.${mediaType.replace(/^image\//, '')}`
        await writeFile(join(folder, name), Buffer.from(bytes, 'base64'), { mode: 0o600 })
        written.add(sha256)
      }
    }
    for (const capture of sellerData.captures) io.print(JSON.stringify({ capture }))
    for (const appeal of sellerData.appeals) io.print(JSON.stringify({ appeal }))
    for (const link of sellerData.links) io.print(JSON.stringify({ link }))
    for (const notice of sellerData.notices) io.print(JSON.stringify({ notice }))
    for (const message of sellerData.messages) io.print(JSON.stringify({ message }))
    for (const referral of sellerData.referrals) io.print(JSON.stringify({ referral }))
    total += sellerData.listings.length
    captures += sellerData.captures.length
    if (after === undefined && sellerData.erasedAt !== null) {
      io.printError(
        `Erased on ${sellerData.erasedAt}: only a salted hash remains, to recognise the seller again.`,
      )
    }
    if (after === undefined && sellerData.confidentialityHolds.length > 0) {
      const ids = sellerData.confidentialityHolds.join(', ')
      io.printError(
        `Data under a hold for an authority or counsel is left out (${ids}): counsel must review this response before it is sent.`,
      )
    }
    after = sellerData.next
  } while (after !== undefined)
  io.printError(`Listings: ${total}. Captures: ${captures}. Pictures: ${digests.size}.`)
  if (folder !== undefined && written.size < digests.size) {
    const left = digests.size - written.size
    io.printError(
      `Pictures left out because a page exceeds 16 MiB or they no longer exist: ${left}.`,
    )
  }
  return 0
}

async function rectify(io: ProgramIo, flags: RectifyFlags): Promise<number> {
  const { organisation, listing, changes: text } = flags
  let changes: unknown
  try {
    changes = parseJsonText(text)
  } catch {
    throw new TouchstoneError({
      code: 'bad-option',
      message: `--changes is not JSON: ${JSON.stringify(text.slice(0, 80))}; write it like '{"title": "…"}'`,
    })
  }
  const input = { organisation, listing, changes: changes as Record<string, unknown> }
  const { version, changed } = await operate(io, 'privacy.rectify', input)
  io.printError(
    changed.length === 0
      ? 'No changes: the stored listing already has these values.'
      : `Version ${version} corrects ${changed.join(', ')}; it is reassessed shortly.`,
  )
  printAnswer(io, flags, { version, changed })
  return 0
}

async function erase(io: ProgramIo, flags: SellerFlags): Promise<number> {
  const { organisation, seller: id, marketplace = '' } = flags
  const seller = { marketplace, id }
  const erased = await operate(io, 'privacy.erase', { organisation, seller })
  const { listings, doneAt, captures, kept } = erased
  io.printError(
    doneAt === null
      ? `Erased from ${count(listings, 'listing')}; the others are being assessed and follow within the hour.`
      : `Erased from ${count(listings, 'listing')}, and from all future ones.`,
  )
  if (captures > 0) io.printError(`Captures deleted: ${captures}.`)
  for (const { capture, heldFor } of kept) {
    io.printError(
      `Not deleted: the capture ${capture}, which is under legal hold: ${visible(heldFor)}`,
    )
  }
  printAnswer(io, flags, erased)
  return 0
}

async function requests(io: ProgramIo, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  const all = await operate(io, 'privacy.requests', { organisation })
  const lines = all.map((request) => {
    const { id, kind, subject, listings, requestedAt, doneAt, by } = request
    const state = doneAt === null ? 'in progress' : `done ${doneAt}`
    const who = `${by.kind} ${visible(by.id)}`
    return [id, kind, `${subject.kind} ${subject.id}`, listings, requestedAt, state, who].join('  ')
  })
  printAnswer(io, flags, all, lines)
  return 0
}
