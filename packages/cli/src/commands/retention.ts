import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  parseJsonText,
  TouchstoneError,
  type HoldScope,
  type Retention,
} from '@touchstone/contract'
import type { Command } from 'commander'
import { operate } from '../server-store.ts'
import { visible } from '../terminal.ts'
import { wholeNumber, type Finish } from './options.ts'

type OfFlags = { organisation: string }
type DaysFlags = OfFlags & Partial<Retention>
type SellerFlags = OfFlags & { seller: string; marketplace?: string }
type AccessFlags = SellerFlags & { pictures?: string }
type HoldFlags = OfFlags &
  Partial<Omit<SellerFlags, keyof OfFlags>> & { listing?: string; reason: string }
type RectifyFlags = OfFlags & { listing: string; changes: string }

const whose = '--organisation <slug>'
const days = wholeNumber(1, 3650)

export function addRetention(program: Command, finish: Finish): void {
  const retention = program
    .command('retention')
    .description('manage retention periods, purges and legal holds')
  retention
    .command('show')
    .description('show the retention periods of listings, personal fields and captures')
    .requiredOption(whose, 'organisation slug')
    .action(async (flags: OfFlags) => finish(await show(flags)))
  retention
    .command('set')
    .description('set retention periods in days; omitted periods stay unchanged')
    .requiredOption(whose, 'organisation slug')
    .option('--clear-days <n>', 'days until clear listings are deleted', days)
    .option('--personal-days <n>', 'days until other listings lose their personal fields', days)
    .option('--evidence-days <n>', 'days until captures are deleted', days)
    .option('--notice-days <n>', 'days until received notices lose the notifier’s identity', days)
    .option('--answer-days <n>', 'days until closed appeals lose text and documents', days)
    .option('--message-days <n>', 'days until messages lose recipient and text', days)
    .action(async (flags: DaysFlags) => finish(await set(flags)))
  retention
    .command('purge')
    .description('purge now what serve purges every hour')
    .option(whose, 'organisation slug; all organisations by default')
    .action(async (flags: Partial<OfFlags>) => finish(await purge(flags)))
}

export function addHolds(program: Command, finish: Finish): void {
  const holds = program
    .command('holds')
    .description('manage legal holds, which protect data from purging and erasure')
  holds
    .command('list')
    .description('list an organisation’s legal holds, newest first')
    .requiredOption(whose, 'organisation slug')
    .action(async (flags: OfFlags) => finish(await listHolds(flags)))
  holds
    .command('set')
    .description(
      'place a legal hold on one listing, a seller’s listings or everything, and print its ID',
    )
    .requiredOption(whose, 'organisation slug')
    .requiredOption('--reason <text>', 'file or order that requires the hold')
    .option('--listing <id>', 'ID of the listing in Touchstone')
    .option('--seller <id>', 'seller ID at the marketplace')
    .option('--marketplace <name>', 'marketplace of the seller')
    .action(async (flags: HoldFlags) => finish(await setHold(flags)))
  holds
    .command('release')
    .description('release a legal hold; data past its retention period is purged within a day')
    .argument('<id>', 'legal hold ID, as shown by holds list')
    .requiredOption(whose, 'organisation slug')
    .action(async (id: string, flags: OfFlags) => finish(await release(id, flags)))
}

export function addPrivacy(program: Command, finish: Finish): void {
  const privacy = program
    .command('privacy')
    .description('handle access, rectification and erasure requests of sellers')
  const ofSeller = (command: Command): Command =>
    command
      .requiredOption(whose, 'organisation slug')
      .requiredOption('--seller <id>', 'seller ID at the marketplace')
      .option('--marketplace <name>', 'marketplace of the seller; omit if the listings name none')
  ofSeller(privacy.command('access'))
    .description('print all data held about a seller, one listing or capture per line of JSON')
    .option('--pictures <folder>', 'also write stored pictures of the listings')
    .action(async (flags: AccessFlags) => finish(await access(flags)))
  privacy
    .command('rectify')
    .description('correct the newest version of a listing, which is then reassessed')
    .requiredOption(whose, 'organisation slug')
    .requiredOption('--listing <id>', 'ID of the listing in Touchstone')
    .requiredOption(
      '--changes <json>',
      'JSON Merge Patch, for example \'{"seller": {"name": "…"}}\'',
    )
    .action(async (flags: RectifyFlags) => finish(await rectify(flags)))
  ofSeller(privacy.command('erase'))
    .description('erase a seller from all current and future listings')
    .action(async (flags: SellerFlags) => finish(await erase(flags)))
  privacy
    .command('requests')
    .description('list privacy requests, newest first')
    .requiredOption(whose, 'organisation slug')
    .action(async (flags: OfFlags) => finish(await requests(flags)))
}

async function show({ organisation }: OfFlags): Promise<number> {
  const days = await operate('retention.show', { organisation })
  const { clearDays, personalDays, evidenceDays, noticeDays, answerDays, messageDays } = days
  console.log(`clear offers are deleted after ${clearDays} days`)
  console.log(`the others lose their personal fields after ${personalDays} days`)
  console.log(`captures are disposed of after ${evidenceDays} days`)
  console.log(`notices that were received name no sender after ${noticeDays} days`)
  console.log(`answers that have ended lose words and documents after ${answerDays} days`)
  console.log(`messages lose reader and text after ${messageDays} days`)
  return 0
}

async function set({ organisation, ...days }: DaysFlags): Promise<number> {
  if (Object.values(days).every((one) => one === undefined)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message:
        'nothing to set: give --clear-days, --personal-days, --evidence-days, --notice-days, --answer-days or --message-days',
    })
  }
  const now = await operate('retention.show', { organisation })
  await operate('retention.set', {
    organisation,
    ...now,
    ...Object.fromEntries(Object.entries(days).filter(([, one]) => one !== undefined)),
  })
  return show({ organisation })
}

async function purge({ organisation }: Partial<OfFlags>): Promise<number> {
  const done = await operate('retention.purge', { organisation })
  console.log(`deleted: ${done.deleted}; without personal fields now: ${done.redacted}`)
  console.log(`kept by legal holds: ${done.held}`)
  console.log(`captures disposed of: ${done.captures}`)
  console.log(
    `notices without sender now: ${done.notices}; links: ${done.links}; messages without text: ${done.messages}`,
  )
  return 0
}

async function listHolds({ organisation }: OfFlags): Promise<number> {
  for (const hold of await operate('holds.list', { organisation })) {
    const { id, seller, listing, setAt, releasedAt, reason } = hold
    const ofSeller =
      seller && `seller ${visible(seller.id ?? '(released)')} ${visible(seller.marketplace)}`
    const what = listing === null ? (ofSeller ?? 'everything') : `listing ${listing}`
    const state = releasedAt === null ? `stands since ${setAt}` : `released ${releasedAt}`
    console.log([id, what.trimEnd(), state, visible(reason)].join('  '))
  }
  return 0
}

async function setHold(flags: HoldFlags): Promise<number> {
  const { organisation, reason } = flags
  const { id } = await operate('holds.set', { organisation, reason, scope: scopeOf(flags) })
  console.log(id)
  return 0
}

function scopeOf({ listing, seller, marketplace = '' }: HoldFlags): HoldScope {
  if (listing !== undefined && seller !== undefined) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'one hold keeps one offer or one seller: give --listing or --seller',
    })
  }
  if (listing !== undefined) return { kind: 'listing', listing }
  if (seller !== undefined) return { kind: 'seller', seller: { marketplace, id: seller } }
  return { kind: 'organisation' }
}

async function release(id: string, { organisation }: OfFlags): Promise<number> {
  await operate('holds.release', { organisation, id })
  console.error(`Released ${id}.`)
  return 0
}

async function access({
  organisation,
  seller: id,
  marketplace = '',
  pictures: folder,
}: AccessFlags): Promise<number> {
  const seller = { marketplace, id }
  const wanted = folder === undefined ? {} : { files: true }
  const written = new Set<string>()
  const kept = new Set<string>()
  let after: string | undefined
  let count = 0
  let captures = 0
  do {
    const held = await operate('privacy.access', { organisation, seller, after, ...wanted })
    for (const listing of held.listings) {
      const pictures = held.pictures[listing.id] ?? []
      for (const { sha256 } of pictures) kept.add(sha256)
      console.log(JSON.stringify({ ...listing, pictures }))
    }
    if (folder !== undefined) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      for (const { sha256, mediaType, bytes } of held.files) {
        const name = `${sha256}.${mediaType.replace(/^image\//, '')}`
        await writeFile(join(folder, name), Buffer.from(bytes, 'base64'), { mode: 0o600 })
        written.add(sha256)
      }
    }
    for (const capture of held.captures) console.log(JSON.stringify({ capture }))
    for (const answer of held.answers) console.log(JSON.stringify({ answer }))
    for (const link of held.links) console.log(JSON.stringify({ link }))
    for (const notice of held.notices) console.log(JSON.stringify({ notice }))
    for (const message of held.messages) console.log(JSON.stringify({ message }))
    count += held.listings.length
    captures += held.captures.length
    if (after === undefined && held.erasedAt !== null) {
      console.error(`Erased since ${held.erasedAt}: only a salted hash is kept, to know him again.`)
    }
    if (after === undefined && held.embargoes.length > 0) {
      const ids = held.embargoes.join(', ')
      console.error(
        `Something is left out that is held for an authority or counsel (${ids}): counsel looks at this answer before it goes.`,
      )
    }
    after = held.next
  } while (after !== undefined)
  console.error(`Offers held: ${count}. Captures: ${captures}. Pictures: ${kept.size}.`)
  if (folder !== undefined && written.size < kept.size) {
    const left = kept.size - written.size
    console.error(
      `Pictures left out, since more than 16 MiB stand on a page or they are gone: ${left}.`,
    )
  }
  return 0
}

async function rectify({ organisation, listing, changes: text }: RectifyFlags): Promise<number> {
  let changes: unknown
  try {
    changes = parseJsonText(text)
  } catch {
    throw new TouchstoneError({
      code: 'bad-option',
      message: `--changes is no JSON: ${JSON.stringify(text.slice(0, 80))}; write it like '{"title": "…"}'`,
    })
  }
  const given = { organisation, listing, changes: changes as Record<string, unknown> }
  const { version, changed } = await operate('privacy.rectify', given)
  console.error(
    changed.length === 0
      ? 'Nothing differs from what is kept.'
      : `Version ${version} corrects ${changed.join(', ')}; it is judged again soon.`,
  )
  return 0
}

async function erase({ organisation, seller: id, marketplace = '' }: SellerFlags): Promise<number> {
  const seller = { marketplace, id }
  const erased = await operate('privacy.erase', { organisation, seller })
  const { listings, doneAt, captures, kept } = erased
  console.error(
    doneAt === null
      ? `Erased from ${listings} offers; the rest is being judged, and follows within the hour.`
      : `Erased from ${listings} offers, and from all that come in later.`,
  )
  if (captures > 0) console.error(`Captures disposed of: ${captures}.`)
  for (const { capture, heldFor } of kept) {
    console.error(`Kept is the capture ${capture}, which is held: ${visible(heldFor)}`)
  }
  return 0
}

async function requests({ organisation }: OfFlags): Promise<number> {
  for (const request of await operate('privacy.requests', { organisation })) {
    const { id, kind, subject, listings, requestedAt, doneAt, by } = request
    const state = doneAt === null ? 'under way' : `done ${doneAt}`
    const who = `${by.kind} ${visible(by.id)}`
    console.log(
      [id, kind, `${subject.kind} ${subject.id}`, listings, requestedAt, state, who].join('  '),
    )
  }
  return 0
}
