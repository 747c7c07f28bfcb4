import { noticeGrounds, type Notice, type NoticeGround } from '@touchstone/contract'
import { daysBetween, type LocalDate } from '../calendar/index.ts'
import { accusingWords } from '../statement/index.ts'
import { elementsOf } from './notice-elements.ts'

const staleDays = 90

/** A right on which an organisation's own notice is based, with its proof. */
export type NotifierRight = {
  name: string
  kind: 'trade-mark' | 'copyright' | 'design' | 'other'
  /** Where it holds, as two-letter codes. */
  territory: readonly string[]
  /** The Nice classes it covers; `all` for a right that knows none. */
  goods: readonly string[] | 'all'
  validFrom: LocalDate
  validUntil?: LocalDate
  /** An extract of the register. */
  extract?: { on: LocalDate; sha256: string }
  /** Proof of who made a work, where there is no register. */
  authorship?: { sha256: string }
}

/** A notice that its sender withdrew as mistaken, or whose restriction was reversed. */
export type WrongNotice = { id: string; on: LocalDate; reason: 'withdrawn' | 'overturned' }

export type NoticeDraft = {
  notice: Notice
  right?: NotifierRight
  listing: {
    /** Countries in which it is offered, as two-letter codes. */
    territory: readonly string[]
    /** The Nice classes of the goods. */
    goods: readonly string[]
    state: 'live' | 'gone' | 'changed' | 'blocked' | 'login-wall' | 'error' | 'unknown'
    /** A notice on the same listing and right that is under way or was decided. */
    earlierNotice?: string
    /** A notice on the same listing that turned out to be wrong, and why it is sent again all the same. */
    wrongNotice?: WrongNotice
    repeatReason?: string
    /** A signed record that this seller was cleared for this product and right. */
    clearedBy?: string
    /** What changed since then. */
    clearanceReason?: string
  }
  evidence: { sealed: boolean; kinds: readonly EvidenceKind[] }
  signatory?: { name: string; authorised: boolean; until?: LocalDate }
  /** Counsel's own template, without which grey market has no notice. */
  counselTemplate?: string
  today: LocalDate
}

export const evidenceKinds = [
  'capture',
  'comparison',
  'test-purchase',
  'never-made',
  'holder-statement',
  'mark-in-use',
  'original-work',
  'design-comparison',
] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

const evidenceNames: Readonly<Record<EvidenceKind, string>> = {
  capture: 'a capture of the listing',
  comparison: 'a comparison with the original',
  'test-purchase': 'a test purchase',
  'never-made': 'evidence that the product was never made',
  'holder-statement': 'a statement by the rights holder about the goods',
  'mark-in-use': 'evidence that the listing uses the mark',
  'original-work': 'the original work',
  'design-comparison': 'a comparison with the design',
}

const groundNames: Readonly<Record<NoticeGround, string>> = {
  counterfeit: 'counterfeit goods',
  'unlicensed-use': 'unlicensed use of a mark',
  copyright: 'copyright infringement',
  design: 'design infringement',
  'grey-market': 'grey-market goods',
}

export type SendingCheck = {
  ok: boolean
  /** Each sentence states a reason for which the notice cannot be sent. */
  refusals: { code: string; message: string }[]
  /** Points to check before sending, which do not prevent it. */
  warnings: { code: string; message: string }[]
}

type Minimum = { rights: NotifierRight['kind'][]; all: EvidenceKind[]; one: EvidenceKind[] }

/** The minimum evidence for each ground: all of one list and one of the other. Grey market has none. */
export const minimumEvidence: Readonly<Record<Exclude<NoticeGround, 'grey-market'>, Minimum>> = {
  counterfeit: {
    rights: ['trade-mark', 'design', 'copyright'],
    all: ['capture'],
    one: ['comparison', 'test-purchase', 'never-made', 'holder-statement'],
  },
  'unlicensed-use': { rights: ['trade-mark'], all: ['capture', 'mark-in-use'], one: [] },
  copyright: { rights: ['copyright'], all: ['capture', 'original-work'], one: [] },
  design: { rights: ['design'], all: ['capture', 'design-comparison'], one: [] },
}

/**
 * The requirements for an organisation's own notices before sending, beyond those of the law for strangers: a ground
 * with its evidence, a valid right proven by an extract that covers territory and goods, every element of the form,
 * sealed evidence, an authorised signatory, factual wording, no duplicates. Channel and price are no grounds: they
 * cannot be chosen.
 */
export function checkBeforeSending(draft: NoticeDraft): SendingCheck {
  const refusals = [
    ...groundRefusals(draft),
    ...rightRefusals(draft),
    ...evidenceRefusals(draft),
    ...formRefusals(draft),
    ...signatoryRefusals(draft),
    ...listingRefusals(draft),
  ].map(([code, message]) => ({ code, message }))
  return { ok: refusals.length === 0, refusals, warnings: warningsOf(draft) }
}

type Refusals = (readonly [code: string, message: string])[]

function groundRefusals({ notice, counselTemplate }: NoticeDraft): Refusals {
  if (notice.ground === undefined) {
    return [
      [
        'no-ground',
        `The notice names no ground: choose one of ${noticeGrounds.join(', ')}. Price and channel are not grounds.`,
      ],
    ]
  }
  if (notice.ground !== 'grey-market' || counselTemplate !== undefined) return []
  return [['grey-market', 'Grey-market goods need a notice template by counsel.']]
}

function rightRefusals({ notice, right, listing, today }: NoticeDraft): Refusals {
  if (right === undefined) return [['no-right', 'The notice names no right.']]
  const refusals: Refusals = []
  const { ground } = notice
  if (ground !== undefined && ground !== 'grey-market') {
    const { rights } = minimumEvidence[ground]
    if (!rights.includes(right.kind)) {
      refusals.push([
        'wrong-right',
        `A notice for ${ground} must be based on a ${rights.join(' or ')}, not on a ${right.kind}.`,
      ])
    }
  }
  if (right.extract === undefined && right.authorship === undefined) {
    const proof =
      right.kind === 'copyright'
        ? 'claim the work with a file that proves who made it'
        : 'attach the register extract, with its date'
    refusals.push(['self-declared', `${right.name} is only declared by its holder: ${proof}.`])
  } else if (
    right.extract !== undefined &&
    (!/^[0-9a-f]{64}$/.test(right.extract.sha256) || right.extract.on > today)
  ) {
    refusals.push([
      'bad-extract',
      `The extract of ${right.name} has no digest, or its date is in the future.`,
    ])
  }
  if (right.validFrom > today)
    refusals.push(['not-yet-valid', `${right.name} is valid only from ${right.validFrom}.`])
  if (right.validUntil !== undefined && right.validUntil < today) {
    refusals.push(['expired', `${right.name} ended on ${right.validUntil}.`])
  }
  // For each country and class that it names, a notice asserts that the right applies.
  const elsewhere = listing.territory.filter((country) => !right.territory.includes(country))
  if (listing.territory.length === 0 || elsewhere.length > 0) {
    refusals.push([
      'territory',
      `${right.name} is valid in ${right.territory.join(', ') || 'no country'}; the listing offers goods in ${elsewhere.join(', ') || 'no known country'}.`,
    ])
  }
  const { goods } = right
  const uncovered = goods === 'all' ? [] : listing.goods.filter((good) => !goods.includes(good))
  if (goods !== 'all' && (listing.goods.length === 0 || uncovered.length > 0)) {
    refusals.push([
      'goods',
      `${right.name} covers the classes ${goods.join(', ') || 'none'}; the goods are of ${uncovered.join(', ') || 'no known class'}.`,
    ])
  }
  return refusals
}

function evidenceRefusals({ notice, evidence }: NoticeDraft): Refusals {
  const refusals: Refusals = []
  if (!evidence.sealed) refusals.push(['not-sealed', 'The evidence is not sealed yet.'])
  if (notice.ground === undefined || notice.ground === 'grey-market') return refusals
  const { all, one } = minimumEvidence[notice.ground]
  const missing = all.filter((kind) => !evidence.kinds.includes(kind))
  if (missing.length > 0) {
    const names = missing.map((kind) => evidenceNames[kind]).join(' and ')
    refusals.push(['evidence', `A notice about ${groundNames[notice.ground]} needs ${names}.`])
  }
  if (one.length > 0 && !one.some((kind) => evidence.kinds.includes(kind))) {
    const names = one.map((kind) => evidenceNames[kind]).join(', ')
    refusals.push([
      'evidence',
      `A notice about ${groundNames[notice.ground]} needs one of these: ${names}.`,
    ])
  }
  return refusals
}

function formRefusals({ notice }: NoticeDraft): Refusals {
  const { reasons = '', items = [] } = notice
  const words = [reasons, ...items.map((item) => item.reasons ?? '')].flatMap(accusingWords)
  return [
    ...elementsOf(notice).missing.map(({ element, message }) => [element, message] as const),
    ...words.map(
      (word) =>
        [
          'wording',
          `“${word}” is a conclusion: state the facts, such as the wording of the title or the content of the picture.`,
        ] as const,
    ),
  ]
}

function signatoryRefusals({ signatory, today }: NoticeDraft): Refusals {
  if (signatory === undefined) return [['no-signatory', 'The notice has no signatory.']]
  if (!signatory.authorised) return [['signatory', `${signatory.name} is not authorised to sign.`]]
  if (signatory.until === undefined || signatory.until >= today) return []
  return [['signatory', `The authority of ${signatory.name} to sign ended on ${signatory.until}.`]]
}

function listingRefusals({ listing }: NoticeDraft): Refusals {
  const refusals: Refusals = []
  if (listing.state === 'gone')
    refusals.push(['gone', 'The listing is already gone: there is nothing to act on.'])
  if (listing.earlierNotice !== undefined) {
    refusals.push([
      'duplicate',
      `The notice ${listing.earlierNotice} is about the same listing and right.`,
    ])
  }
  if (listing.wrongNotice !== undefined && listing.repeatReason === undefined) {
    refusals.push([
      'repeated',
      `${wrongNoticeSentence(listing.wrongNotice)} State why the listing is notified again.`,
    ])
  }
  if (listing.clearedBy !== undefined && listing.clearanceReason === undefined) {
    refusals.push([
      'cleared',
      `${clearanceSentence(listing.clearedBy)} State what has changed since.`,
    ])
  }
  return refusals
}

function clearanceSentence(id: string): string {
  return `The seller was cleared for this product and right (${id}).`
}

function wrongNoticeSentence({ id, on, reason }: WrongNotice): string {
  return reason === 'withdrawn'
    ? `The notice ${id} on the same listing was withdrawn as mistaken on ${on}.`
    : `The restriction that followed from the notice ${id} on the same listing was overturned by ${on}.`
}

function warningsOf({ right, listing, today }: NoticeDraft): SendingCheck['warnings'] {
  const warnings: SendingCheck['warnings'] = []
  if (right?.extract !== undefined && daysBetween(right.extract.on, today) > staleDays) {
    warnings.push({
      code: 'stale',
      message: `The extract of ${right.name} is of ${right.extract.on}, older than ${staleDays} days.`,
    })
  }
  if (listing.wrongNotice !== undefined && listing.repeatReason !== undefined) {
    warnings.push({ code: 'repeated', message: wrongNoticeSentence(listing.wrongNotice) })
  }
  if (listing.clearedBy !== undefined && listing.clearanceReason !== undefined) {
    warnings.push({ code: 'cleared', message: clearanceSentence(listing.clearedBy) })
  }
  if (listing.state !== 'live' && listing.state !== 'gone') {
    warnings.push({
      code: 'state',
      message:
        listing.state === 'unknown'
          ? 'It is not known whether the listing is still online.'
          : `It is not known whether the listing is still online: ${listing.state}.`,
    })
  }
  return warnings
}
