import type { NoticeCheckView } from '@touchstone/contract'
import {
  accusingWords,
  checkBeforeSending,
  localDateAt,
  regimeNames,
  shippedRules,
  type EvidenceKind,
  type NoticeDraft,
} from '@touchstone/jurisdiction'
import type { Actor } from '../../access/organisations/index.ts'
import { readVisibleListings } from '../../listings/queue/index.ts'
import { findClearanceFor } from '../appeals/index.ts'
import { maySendUnder } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { rightNameOf, toNotice, type NoticeParts } from './notice-content.ts'
import { noMarketplace, type AssessmentSource } from './types.ts'
import { addressesOf } from './addresses-repository.ts'
import { restsOnGoods } from './goods-facts.ts'
import { findSafeguardsAndHolds } from './find-safeguards-and-holds.ts'
import { earlierNotices, wrongNotices } from './repository.ts'
import { countriesOf } from './territory.ts'

type NoticeFinding = NoticeCheckView['refusals'][number]

export type NoticeCheckContext = {
  now: Date
  /** The marketplaces of the installation that the notice names: organisation ids by slug. */
  inside: ReadonlyMap<string, string>
  engine: AssessmentSource
}

/** Everything that prevents sending the notice, and warnings, one sentence each. */
export async function runNoticeChecks(
  handle: Transaction,
  parts: NoticeParts,
  { actor, now, inside, engine }: NoticeCheckContext & { actor: Actor },
): Promise<NoticeCheckView> {
  const { notice, items, right } = parts
  const { content, organisationId } = notice
  const refusals: NoticeFinding[] = []
  const warnings: NoticeFinding[] = []
  const refuse = (code: string, message: string, item: number | null = null): void =>
    void refusals.push({ code, message, item })
  const warn = (code: string, message: string, item: number | null = null): void =>
    void warnings.push({ code, message, item })

  const sending = await maySendUnder(handle, organisationId, content.regime, now)
  if (!sending.allowed) refuse('counsel', sending.reason)
  const { timeZone } = shippedRules(content.regime).regime
  const today = localDateAt(now.toISOString(), timeZone)
  ofClaim(parts, today, refuse)
  ofRecipients(parts, inside, refuse)
  await ofLaw(handle, parts, refuse)
  ofTemplate(parts, refuse)

  const listings = items.map(({ listing }) => listing)
  const { ground, claim: claimId } = content
  const { caseId } = notice
  const holding = { organisationId, ground, caseId, listings, now }
  refusals.push(...(await findSafeguardsAndHolds(handle, holding)))
  const earlier = await earlierNotices(handle, {
    organisationId,
    noticeId: notice.id,
    claimId,
    listings,
  })
  const shown =
    ground === 'counterfeit'
      ? await readVisibleListings({
          handle,
          actor,
          names: engine.names(),
          engine: engine.engine(),
          ids: listings,
        })
      : undefined
  const wrong = await wrongNotices(handle, { organisationId, noticeId: notice.id, listings })
  for (const [place, item] of items.entries()) {
    const listing = parts.listings[place]
    if (listing === undefined) {
      refuse(
        'listing',
        'The listing is no longer stored, not in the case, or not visible to you.',
        place,
      )
    }
    const evidence = evidenceOf(parts, place, refuse)
    if (shown !== undefined) {
      const { signals = [] } = shown.get(item.listing)?.assessment ?? {}
      if (!restsOnGoods(signals, content.items[place]?.evidence ?? [])) {
        refuse('goods-fact', noGoodsFact, place)
      }
    }
    const cleared =
      listing?.seller == null || right === undefined
        ? undefined
        : await findClearanceFor(handle, {
            marketplace: listing.marketplace,
            seller: listing.seller,
            now,
            product: listing.externalId,
            right: rightNameOf(right.claim),
          })
    const before = earlier.get(item.listing)
    const { signatory } = parts
    const repeated = wrong.get(item.listing)
    const { repeatReason, clearanceReason } = content.items[place] ?? {}
    const draft: NoticeDraft = {
      notice: alone(toNotice(parts), place),
      ...(right !== undefined && { right }),
      listing: {
        territory: countriesOf(content.territory),
        goods: content.classes.map(String),
        state: item.look,
        ...(before !== undefined && { earlierNotice: before }),
        ...(repeated !== undefined && {
          wrongNotice: {
            id: repeated.id,
            on: localDateAt(repeated.at.toISOString(), timeZone),
            reason: repeated.reason,
          },
        }),
        ...(repeatReason !== undefined && { repeatReason }),
        ...(cleared !== undefined && { clearedBy: cleared.id }),
        ...(clearanceReason !== undefined && { clearanceReason }),
      },
      evidence,
      ...(signatory !== undefined && {
        signatory: {
          name: signatory.name,
          authorised: signatory.authorised,
          ...(signatory.until !== null && { until: signatory.until }),
        },
      }),
      ...(parts.template?.ofCounsel === true && { counselTemplate: parts.template.id }),
      today,
    }
    const findings = checkBeforeSending(draft)
    for (const { code, message } of findings.refusals) refuse(code, message, place)
    for (const { code, message } of findings.warnings) warn(code, message, place)
  }
  const findingViews = {
    refusals: mergeFindings(refusals, items.length),
    warnings: mergeFindings(warnings, items.length),
  }
  return { ok: findingViews.refusals.length === 0, ...findingViews }
}

const noGoodsFact =
  'Nothing in the assessment or the evidence is about the goods: the brand’s wishes, the price and the seller’s other goods do not show that they are counterfeit. State what you saw of the goods: a comparison, a test purchase, or that the model was never made.'

type Refuse = (code: string, message: string, item?: number | null) => void

function ofClaim({ right, notice }: NoticeParts, today: string, refuse: Refuse): void {
  if (right === undefined) return
  const { claim, power } = right
  if (claim.state !== 'approved') {
    refuse(
      'claim',
      `The claim on ${claim.brand} is ${claim.state}: a notice needs an approved claim.`,
    )
  }
  if (power !== null && (power.validFrom > today || power.validTo < today)) {
    refuse('power', `The power of attorney is valid from ${power.validFrom} to ${power.validTo}.`)
  }
  if (notice.content.items.length === 0) refuse('no-items', 'The notice names no listing.')
}

function ofRecipients(
  { notice }: NoticeParts,
  inside: NoticeCheckContext['inside'],
  refuse: Refuse,
): void {
  const { recipients } = notice.content
  if (recipients.length === 0) refuse('no-recipient', 'The notice has no recipient.')
  const named = recipients.flatMap((one) => (one.by === 'inside' ? [one.organisation] : []))
  for (const slug of named) {
    if (!inside.has(slug)) refuse('no-marketplace', noMarketplace(slug))
  }
}

/** Nothing is sent where an unsupported law applies: what to state, and what follows, is for counsel. */
async function ofLaw(
  handle: Transaction,
  { notice, items }: NoticeParts,
  refuse: Refuse,
): Promise<void> {
  const { recipients } = notice.content
  if (recipients.every(({ by }) => by === 'inside')) return
  const addresses = await addressesOf(handle, notice.organisationId)
  const mails = new Set(recipients.flatMap((one) => (one.by === 'email' ? [one.to] : [])))
  const places = new Set(items.map(({ marketplace }) => marketplace))
  const concerned = addresses.filter(
    ({ email, marketplace }) => mails.has(email) || places.has(marketplace),
  )
  for (const { name } of concerned.filter(({ regime }) => !isCarried(regime))) {
    refuse(
      'law-not-carried',
      `${name} is under a law that Touchstone does not carry yet: this is a draft for counsel, and nothing is sent.`,
    )
  }
}

function isCarried(regime: string | null): boolean {
  return regimeNames.written.some((one) => one === regime)
}

function ofTemplate({ notice, template }: NoticeParts, refuse: Refuse): void {
  const { content } = notice
  if (content.template !== undefined && template === undefined) {
    refuse('template', 'The template is retired or does not exist.')
  }
  if (template === undefined) return
  for (const word of accusingWords(`${template.subject}\n${template.body}`)) {
    refuse('wording', `“${word}” in the template passes judgement: state the facts.`)
  }
}

/** The evidence of an item that counts: sealed, and showing this listing. */
function evidenceOf(
  { notice, items, captures }: NoticeParts,
  place: number,
  refuse: Refuse,
): NoticeDraft['evidence'] {
  const noticeItem = notice.content.items[place]
  const item = items[place]
  const kinds: EvidenceKind[] = []
  if (noticeItem === undefined || item === undefined) return { sealed: false, kinds }
  let sealed = noticeItem.capture !== undefined
  const named = [noticeItem.capture, ...noticeItem.evidence.map(({ capture }) => capture)]
  for (const id of named) {
    if (id === undefined) continue
    const capture = captures.get(id)
    if (capture === undefined) refuse('evidence', `There is no capture ${id}.`, place)
    else if (capture.state === 'failed') {
      refuse('evidence', `The capture does not show the listing: ${capture.sentence ?? ''}`, place)
    }
    if (capture?.state !== 'sealed' || capture.statement === null) sealed = false
  }
  const evidenceCapture =
    noticeItem.capture === undefined ? undefined : captures.get(noticeItem.capture)
  if (evidenceCapture !== undefined) {
    if (evidenceCapture.listingId === item.listing || sameAddress(evidenceCapture.url, item.url))
      kinds.push('capture')
    else refuse('evidence', 'The capture shows a different address from the listing’s.', place)
  }
  kinds.push(...noticeItem.evidence.map(({ kind }) => kind))
  return { sealed, kinds }
}

function sameAddress(one: string, other: string | null): boolean {
  return other !== null && URL.parse(one)?.href === URL.parse(other)?.href
}

/** The notice with a single item, so that each is checked alone. */
function alone<T extends { items?: readonly unknown[] }>(notice: T, place: number): T {
  return { ...notice, items: notice.items?.slice(place, place + 1) }
}

/** A finding about all items is reported once. */
function mergeFindings(findings: readonly NoticeFinding[], items: number): NoticeFinding[] {
  const found: NoticeFinding[] = []
  for (const one of findings) {
    const same = findings.filter(
      ({ code, message }) => code === one.code && message === one.message,
    )
    const isOfAll = one.item === null || (items > 1 && same.length >= items)
    const finding = isOfAll ? { ...one, item: null } : one
    const isTold = found.some(
      ({ code, message, item }) =>
        code === finding.code && message === finding.message && item === finding.item,
    )
    if (!isTold) found.push(finding)
  }
  return found
}
