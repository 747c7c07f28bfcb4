import type { ClaimedWork, Notice, SignatoryView } from '@touchstone/contract'
import { shippedRules } from '@touchstone/jurisdiction'
import { sealedCaptures, type SealedCapture } from '../../investigation/evidence/index.ts'
import { textIn } from '../../platform/messages/index.ts'
import { marketplaceNamer } from '../../access/marketplace-names/index.ts'
import { findOrganisationById } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  findOwnClaim,
  newestExtract,
  signatoriesOf,
  templatesOf,
  type NoticeTemplateRow,
} from './settings-repository.ts'
import type { NoticeItemRow, NoticeRow, NoticeListing, NoticeRight, SentNotice } from './types.ts'
import { itemsOf, listNoticeListings } from './repository.ts'
import {
  renderTemplate,
  standardTemplate,
  standardWorkTemplate,
  type TemplateValues,
} from './notice-template.ts'
import { countriesOf } from './territory.ts'

/** Everything that makes up a notice, as currently stored. */
export type NoticeParts = {
  notice: NoticeRow
  items: NoticeItemRow[]
  /** Current listings; undefined for one that is deleted or not visible. */
  listings: (NoticeListing | undefined)[]
  right: NoticeRight | undefined
  captures: Map<string, SealedCapture>
  signatory: SignatoryView | undefined
  template: NoticeTemplateRow | undefined
  organisation: string
  marketplaceName: (marketplace: string) => string
}

export async function loadNoticeParts(
  handle: Transaction,
  notice: NoticeRow,
): Promise<NoticeParts> {
  const { content, organisationId, caseId } = notice
  const listings = content.items.map(({ listing }) => listing)
  const ids = content.items.flatMap(({ capture, evidence }) => [
    ...(capture === undefined ? [] : [capture]),
    ...evidence.flatMap((one) => one.capture ?? []),
  ])
  const [signatory] =
    content.signatory === undefined
      ? []
      : await signatoriesOf(handle, organisationId, content.signatory)
  const [template] =
    content.template === undefined
      ? []
      : await templatesOf(handle, organisationId, content.template)
  const organisation = await findOrganisationById(handle, organisationId)
  return {
    notice,
    signatory,
    template,
    items: await itemsOf(handle, notice.id),
    listings: await listNoticeListings(handle, { caseId, listings }),
    right: await rightOf(handle, notice),
    captures: await sealedCaptures(handle, [...new Set(ids)]),
    organisation: organisation?.name ?? organisationId,
    marketplaceName: await marketplaceNamer(handle, organisationId),
  }
}

/** The right of the claim, from its newest register extract; without one, as declared by its holder. */
async function rightOf(handle: Transaction, notice: NoticeRow): Promise<NoticeRight | undefined> {
  const found = await findOwnClaim(handle, notice.organisationId, notice.content.claim)
  if (found === undefined) return undefined
  const { power, proof, ...claim } = found
  if (claim.work !== null) return copyrightOf({ claim, work: claim.work, power, proof }, notice)
  const extract = await newestExtract(handle, claim.id)
  if (extract === undefined) {
    const name = rightNameOf(claim)
    const territory = countriesOf([claim.office ?? ''])
    const unproven = { name, territory, goods: 'all', kind: 'trade-mark' } as const
    return { ...unproven, validFrom: '0001-01-01', claim, power }
  }
  const { name, kind, classes, validFrom, validUntil, on, sha256 } = extract
  return {
    name,
    kind,
    validFrom,
    claim,
    power,
    ...(validUntil !== null && { validUntil }),
    territory: countriesOf(extract.territory),
    goods: classes === null ? 'all' : classes.map(String),
    extract: { on, sha256 },
  }
}

/** By what a right is known to others: its entry in a register, or the title of the work. */
export function rightNameOf({ office, number, work }: NoticeRight['claim']): string {
  return work === null ? `${office ?? ''} ${number ?? ''}` : work.title
}

type OfWork = Pick<NoticeRight, 'claim' | 'power'> & { work: ClaimedWork; proof: string | null }

/** Copyright needs no register: it exists with the work, in every country that a notice names (Berne Convention, Art. 5). */
function copyrightOf({ claim, work, power, proof }: OfWork, { content }: NoticeRow): NoticeRight {
  return {
    name: wordsOfWork(work),
    kind: 'copyright',
    territory: countriesOf(content.territory),
    goods: 'all',
    validFrom: work.publishedOn ?? '0001-01-01',
    ...(proof !== null && { authorship: { sha256: proof } }),
    claim,
    power,
  }
}

function wordsOfWork({ title, type, author, publishedOn, publishedIn }: ClaimedWork): string {
  const published = [
    ...(publishedOn === null ? [] : [`on ${publishedOn}`]),
    ...(publishedIn === null ? [] : [`in ${publishedIn}`]),
  ]
  return [
    `“${title}”`,
    ...(type === 'other' ? [] : [type]),
    `by ${author}`,
    ...(published.length === 0 ? [] : [`first published ${published.join(' ')}`]),
  ].join(', ')
}

/** The notice in the form of the law. */
export function toNotice({ notice, listings, right, organisation }: NoticeParts): Notice {
  const { content } = notice
  return {
    items: content.items.map(({ reasons }, place) => {
      const listing = listings[place]
      return {
        urls: listing?.url == null ? [] : [listing.url],
        identifiers: listing === undefined ? [] : [listing.externalId],
        ...(reasons !== undefined && { reasons }),
      }
    }),
    ...(content.reasons !== undefined && { reasons: content.reasons }),
    name: organisation,
    ...(content.contact !== undefined && { email: content.contact }),
    goodFaith: content.goodFaith,
    ground: content.ground,
    ...(right !== undefined && {
      right: {
        ...(right.claim.number !== null && { number: right.claim.number }),
        ...(right.claim.office !== null && { office: right.claim.office }),
        ...(right.claim.work !== null && { work: right.name }),
        ...(right.goods !== 'all' && { classes: [...right.goods] }),
        holder: right.claim.owner,
        authority: right.power === null ? 'holder' : 'agent of the right holder',
      },
    }),
    language: content.language,
  }
}

/** The outgoing notice: the filled template, the data, and digests of the evidence. */
export function toSentNotice(parts: NoticeParts, now: Date): SentNotice {
  const { captures, notice, right } = parts
  const standard = right?.claim.work == null ? standardTemplate : standardWorkTemplate
  const { template = standard } = parts
  const values = valuesOf(parts, now)
  const used = notice.content.items.flatMap(({ capture, evidence }) => [
    capture,
    ...evidence.map((one) => one.capture),
  ])
  const evidence = [...new Set(used)].flatMap((id) => {
    const capture = id === undefined ? undefined : captures.get(id)
    if (capture?.statement == null) return []
    const items = capture.items.map(({ name, title, mediatype, sha256 }) => ({
      name,
      title,
      mediatype,
      sha256,
    }))
    return [{ sha256: capture.statement, items }]
  })
  const subject = renderTemplate(template.subject, values)
  return { subject, text: renderTemplate(template.body, values), notice: toNotice(parts), evidence }
}

function valuesOf(parts: NoticeParts, now: Date): TemplateValues {
  const { notice, listings, right, signatory, captures, organisation, template, marketplaceName } =
    parts
  const { content } = notice
  const { classes, territory } = content
  const { t } = textIn('notices', 'en')
  return {
    organisation,
    regime: shippedRules(content.regime).regime.title,
    ground: t(`notices.ground.${content.ground}`),
    reasons: content.reasons ?? '',
    right: right?.name ?? '',
    office: right?.claim.office ?? '',
    number: right?.claim.number ?? '',
    holder: right?.claim.owner ?? '',
    extractDate: right?.extract?.on ?? '',
    territory: countriesOf(territory).join(', '),
    classes: classes.join(', ') || '–',
    signatory: signatory?.name ?? '',
    contact: content.contact ?? '',
    date: now.toISOString().slice(0, 10),
    items: content.items.map(({ capture, evidence, reasons = '' }, index) => {
      const listing = listings[index]
      const sealed = capture === undefined ? undefined : captures.get(capture)
      const shown = [
        ...(sealed?.statement == null
          ? []
          : [
              t('notices.evidence.capture', {
                sealedAt: sealed.sealedAt?.toISOString() ?? '',
                sha256: sealed.statement,
              }),
            ]),
        ...evidence.map(({ kind, statement }) => t(`notices.evidence.${kind}`, { statement })),
      ]
      return {
        place: String(index + 1),
        url: listing?.url ?? '',
        id: listing?.externalId ?? '',
        marketplace: marketplaceName(listing?.marketplace ?? ''),
        title: listing?.title ?? '',
        facts: template === undefined ? besideTitle(reasons, listing?.title ?? '') : reasons,
        evidence: shown.join('; '),
      }
    }),
  }
}

/** The standard notice states the title of a listing itself, so that facts that quote it do not repeat it. */
function besideTitle(reasons: string, title: string): string {
  const facts = reasons.replace(`The title says “${title}”.`, () => '').trim()
  return facts === '' ? '' : `\n   ${facts}`
}
