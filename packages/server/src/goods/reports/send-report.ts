import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { ReportInput, SafetyContactView } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { hashSecret } from '../../access/organisations/index.ts'
import { detectImage, renderImage } from '../../images/pipeline/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findIssuer, findMaker, type Issuer } from '../gtin-prefixes/index.ts'
import { hashNetworkOfToday, readGoods, type ReadGoods } from '../scans/index.ts'
import { rankOfDanger } from './danger.ts'
import { countReportsOfNetwork, insertReport, recountSources } from './repository.ts'
import { safetyContactOf } from './safety-contacts.ts'

/** Whoever writes without an account, before it is known to which maker. */
export const asReporter: Context = { as: 'operator', actor: { kind: 'operator', id: 'reports' } }

/** A network of many people reports less than this to one maker in a day; a script does not. */
const maxOfNetworkADay = 50
const maxOfSubjectADay = 5
const maxUnfoundedADay = 3

export type SentReport = {
  receipt: string
  maker: string
  receivedAt: Date
  safetyContact: SafetyContactView | null
}

type Options = {
  store: Store
  sealer: Sealer
  input: ReportInput
  /** Of the caller; only its hash under today's key is stored. */
  address: string
}

/** The context of someone without an account, limited to the maker to whom they write. */
export function reporterContext(organisationId: string): Context {
  return { as: 'tenant', organisationId, actor: { kind: 'recipient', id: 'report' } }
}

/** Receives a report from someone without an account. */
export async function sendReport({ store, sealer, input, address }: Options): Promise<SentReport> {
  const goods = input.code === undefined ? undefined : requireGoods(input.code)
  if (input.kind === 'contest' && goods?.serial === undefined) {
    throw new AppError({
      code: 'code-invalid',
      message: '/code names no unit: a contest needs the serial number (21) on the goods',
      pointer: '/code',
    })
  }
  const listing = input.listing === undefined ? null : requireUrl(input.listing)
  const { maker, network } = await store.transact(asReporter, async (handle) => ({
    maker: await requireMaker(handle, goods, input.maker),
    network: await hashNetworkOfToday(handle, { address, purpose: 'report' }),
  }))
  const { organisationId } = maker
  const id = randomUUID()
  const subject = goods === undefined ? `listing ${listing}` : `${goods.gtin} ${goods.serial ?? ''}`
  const subjectHash = createHash('sha256').update(subject).digest()
  const context = reporterContext(organisationId)
  const source = { organisationId, network, subjectHash }
  // Before the pictures, which cost more than anything else here.
  await store.transact(context, (handle) => requireUnhurried(handle, source))
  const photos = await renderPhotos(input.photos)
  const receipt = randomBytes(32).toString('base64url')
  const { kind, category, isHurt, country = null } = input
  const danger = rankOfDanger(category, isHurt)
  const receivedAt = await store.transact(context, async (handle) => {
    await requireUnhurried(handle, source)
    const row = await insertReport(handle, {
      id,
      ...source,
      kind,
      receiptHash: hashSecret(receipt),
      gtin: goods?.gtin ?? null,
      serial: goods?.serial ?? null,
      listing,
      category,
      isHurt,
      danger,
      country,
      content: input.text,
      contact: input.contact ?? null,
      photos: photos.map((bytes, place) =>
        sealer.seal(bytes, photoPurpose(organisationId, id, place)),
      ),
    })
    await recountSources(handle, source)
    await recordEvent({
      handle,
      organisationId,
      action: 'report-received',
      subject: { kind: 'report', id },
      detail: { kind, category, isHurt, photos: photos.length },
    })
    await recordOutbox(handle, organisationId, [
      { type: 'report.received', data: { report: id, kind, category, isHurt } },
    ])
    return row.receivedAt
  })
  const safetyContact = safetyContactOf({ danger, country })
  return { receipt, maker: maker.name, receivedAt, safetyContact }
}

/** Binds an encrypted photo to its maker, report and place. */
export function photoPurpose(organisationId: string, report: string, place: number): string {
  return `photo ${place} of the report ${report} to ${organisationId}`
}

function requireGoods(code: string): ReadGoods {
  const goods = readGoods(code)
  if (!('problem' in goods)) return goods
  throw new AppError({
    code: 'code-invalid',
    message: `/code ${JSON.stringify(code.slice(0, 100))} names no goods: ${goods.problem}`,
    pointer: '/code',
  })
}

/** The address without what only its reader's browser needs, so that two reports of a listing are alike. */
function requireUrl(text: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new AppError({
      code: 'address-invalid',
      message: `/listing ${JSON.stringify(text.slice(0, 100))} is no address of a page; copy it from the browser, with https://`,
      pointer: '/listing',
    })
  }
  url.hash = ''
  url.username = ''
  url.password = ''
  return url.href.slice(0, 2000)
}

async function requireMaker(
  handle: Transaction,
  goods: ReadGoods | undefined,
  name: string | undefined,
): Promise<Issuer> {
  const maker =
    goods === undefined ? await findMaker(handle, name ?? '') : await findIssuer(handle, goods.gtin)
  if (maker !== undefined) return maker
  throw new AppError({
    code: 'not-found',
    message:
      goods === undefined
        ? `/maker no maker named ${JSON.stringify(name)} receives reports here`
        : `/code no maker receives reports about the number ${goods.gtin} here`,
    pointer: goods === undefined ? '/maker' : '/code',
  })
}

/** Slows only what is unfounded in bulk: one source repeats itself, or sent what was closed as unfounded. */
async function requireUnhurried(
  handle: Transaction,
  source: { organisationId: string; network: Buffer; subjectHash: Buffer },
): Promise<void> {
  const { all, ofSubject, unfounded } = await countReportsOfNetwork(handle, source)
  if (all < maxOfNetworkADay && ofSubject < maxOfSubjectADay && unfounded < maxUnfoundedADay) return
  throw new AppError({
    code: 'request-rate-exceeded',
    message:
      'your network has sent many reports today: add to a report that you sent by its code, or come back tomorrow',
    retryable: true,
    retryAfter: 3600,
  })
}

async function renderPhotos(sent: readonly string[]): Promise<Buffer[]> {
  const photos: Buffer[] = []
  for (const [place, content] of sent.entries()) {
    const bytes = Buffer.from(content, 'base64')
    const kind = detectImage(bytes)
    const photo = kind && (await renderImage(bytes).catch(() => undefined))
    if (photo === undefined) {
      throw new AppError({
        code: 'image-rejected',
        message: `/photos/${place} is not a picture that can be shown; send JPEG, PNG or WebP`,
        pointer: `/photos/${place}`,
      })
    }
    photos.push(photo)
  }
  return photos
}
