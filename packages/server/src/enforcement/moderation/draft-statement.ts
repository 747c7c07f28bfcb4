import {
  portfolioFactCodes,
  StatementOfReasons,
  type Assessment,
  type ModerationSettingsInput,
  type Notice,
} from '@touchstone/contract'
import {
  draftedWords,
  deadlineOf,
  dutyApplies,
  type CaseState,
  type WorkflowInstance,
  type Profile,
  type Settings,
  type TransparencyRecordFault,
} from '@touchstone/jurisdiction'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { moderationRules, settingsFor } from './settings.ts'
import { factText, todayUnder } from './types.ts'
import type { NoticeEvidence, OwnListingRow, ReceivedNoticeRow } from './repository.ts'

const OtherListings = StatementOfReasons.shape.otherListings.unwrap()

export type StatementDraft = {
  draft: Record<string, unknown>
  missing: { field: string; message: string }[]
}

type MarketplaceContext = {
  moderationSettings: ModerationSettingsInput
  profile: Profile
  settings: Settings
  today: string
}

type StatementInput = MarketplaceContext & {
  /** Undefined for a restriction on own initiative. */
  notice: Notice | undefined
  /** The item's workflow instance, or the restriction proposed on own initiative. */
  instance: WorkflowInstance
  evidence: readonly NoticeEvidence[]
  receivedAt: Date
  listing: Record<string, unknown> | undefined
  externalId: string | undefined
  firstSeenAt: Date | undefined
  assessment: Assessment | undefined
}

const laws = {
  counterfeit: { law: 'Regulation (EU) 2017/1001, Article 9(2)', keyword: 'TRADEMARK' },
  'unlicensed-use': { law: 'Regulation (EU) 2017/1001, Article 9(2)', keyword: 'TRADEMARK' },
  'grey-market': { law: 'Regulation (EU) 2017/1001, Article 9(2)', keyword: 'TRADEMARK' },
  copyright: { law: 'Directive 2001/29/EC, Articles 2 to 4', keyword: 'COPYRIGHT' },
  design: { law: 'Regulation (EC) No 6/2002, Article 19(1)', keyword: 'DESIGN' },
} as const

/** Ways of redress to name to a person informed of a decision. */
export function redressOf(profile: Profile, today: string): string[] {
  const binds = (duty: string): boolean =>
    dutyApplies(moderationRules.duty(duty), profile, today).applies
  return [
    ...(binds('complaints') ? ['internal-complaint'] : []),
    ...(binds('out-of-court') ? ['out-of-court'] : []),
    'court',
  ]
}

/** The last day of the complaint window for a person informed today. */
export function complaintDeadline(settings: Settings, today: string): string {
  const timeLimit = moderationRules.timeLimit(moderationRules.workflowOf('complaint'), 'period')
  const at = `${today}T12:00:00.000Z`
  const { lastDay } = deadlineOf({
    rules: moderationRules,
    settings,
    timeLimit,
    facts: { informedOn: today },
    at,
  })
  if (lastDay !== undefined) return lastDay
  throw new AppError({ code: 'internal', message: 'the complaint window has no last day' })
}

type ItemStatementInput = {
  handle: Transaction
  organisationId: string
  notice: ReceivedNoticeRow
  state: CaseState
  instance: WorkflowInstance
  listing: OwnListingRow | undefined
  assessment: Assessment | undefined
  now: Date
}

/** Drafts the statement on one item of a received notice. */
export async function draftItemStatement(options: ItemStatementInput): Promise<StatementDraft> {
  const { handle, organisationId, notice, state, instance, listing, assessment, now } = options
  return draftStatement({
    instance,
    notice: notice.notice,
    evidence: notice.evidence,
    profile: state.profile,
    settings: state.settings,
    receivedAt: notice.receivedAt,
    moderationSettings: await settingsFor(handle, organisationId),
    today: todayUnder(moderationRules, now),
    listing: listing?.listing,
    externalId: listing?.externalId,
    firstSeenAt: listing?.firstSeenAt,
    assessment,
  })
}

/**
 * Drafts a statement of reasons from the evidence (Art. 17(3) DSA): facts as the listing states them, what led to it,
 * and the law for this kind of ground. Judgements are left to the person who completes it.
 */
export function draftStatement(options: StatementInput): StatementDraft {
  const { moderationSettings, today, notice, instance, listing, externalId, assessment } = options
  const ground = notice?.ground
  const law = ground && laws[ground]
  const isOwn = factText(instance, 'source') === 'own-initiative'
  // On own initiative, the detection is the engine's, if it has findings on the listing.
  const foundByEngine = isOwn && assessment !== undefined && assessment.verdict !== 'clear'
  const facts = factsOf(options)
  // A portfolio opens no listing without a fact of its own.
  const otherListings = facts === '' ? [] : otherListingsOf(assessment)
  const { texts } = moderationSettings
  const language = typeof listing?.['language'] === 'string' ? listing['language'] : ''
  const draft = {
    puid: 'made-when-it-is-sent',
    platform: texts.platform,
    subject:
      externalId === undefined
        ? draftedWords('statement.subject.listing')
        : draftedWords('statement.subject.listing-id', { id: externalId }),
    content: {
      types: ['product'],
      postedOn: (options.firstSeenAt ?? options.receivedAt).toISOString().slice(0, 10),
      ...(/^[a-z]{2}\b/.test(language) && { language: language.slice(0, 2) }),
    },
    measures: [],
    territory: texts.territory,
    startsOn: today,
    ...(facts !== '' && { facts }),
    ...(otherListings.length > 0 && { otherListings }),
    source: sourceOf(instance),
    automatedDetection: foundByEngine,
    automatedDecision:
      factText(instance, 'automatedDecision') ?? (foundByEngine ? 'partly' : 'not'),
    ground: { kind: 'illegal', ...(law && { legalGround: law.law }) },
    category: 'STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS',
    furtherCategories: [],
    keywords: law === undefined ? [] : [`KEYWORD_${law.keyword}_INFRINGEMENT`],
    redress: redressIn(options),
  }
  return { draft, missing: missingIn(draft) }
}

const ownSources: Readonly<Record<string, string>> = {
  'own-initiative': 'own-initiative',
  'terms-report': 'other-notification',
}

function sourceOf(instance: WorkflowInstance): string {
  const source = ownSources[factText(instance, 'source') ?? '']
  return (
    source ??
    (factText(instance, 'notifierType') === 'trusted-flagger' ? 'flagger-notice' : 'notice')
  )
}

/** A statement to a seller about a suspension for misuse. */
export function draftSuspensionStatement(options: MarketplaceContext): Record<string, unknown> {
  const { moderationSettings, today } = options
  const { platform, territory } = moderationSettings.texts
  return {
    puid: 'made-when-it-is-sent',
    platform,
    subject: draftedWords('statement.subject.account'),
    territory,
    content: { types: ['other'], typeWords: 'the seller’s account', postedOn: today },
    measures: [],
    startsOn: today,
    source: 'own-initiative',
    automatedDetection: false,
    automatedDecision: 'not',
    ground: { kind: 'illegal' },
    category: 'STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS',
    furtherCategories: [],
    keywords: [],
    redress: redressIn(options),
  }
}

function redressIn({
  moderationSettings,
  profile,
  settings,
  today,
}: MarketplaceContext): Record<string, unknown> {
  const redress = redressOf(profile, today)
  const { complaints: where, bodies, court } = moderationSettings.texts
  return {
    ...(redress.includes('internal-complaint') && {
      complaint: { where, until: complaintDeadline(settings, today) },
    }),
    ...(redress.includes('out-of-court') && { bodies }),
    court,
  }
}

function missingIn(draft: {
  facts?: string
  ground: { legalGround?: string }
}): StatementDraft['missing'] {
  return [
    { field: 'measures', message: 'Name the measures taken.' },
    ...(draft.facts === undefined
      ? [{ field: 'facts', message: 'State the facts you rely on: nothing here shows any.' }]
      : []),
    ...(draft.ground.legalGround === undefined
      ? [{ field: 'ground.legalGround', message: 'Name the law or clause you rely on.' }]
      : []),
    { field: 'ground.why', message: 'Explain why it applies to these facts.' },
  ]
}

const portfolioCodes: ReadonlySet<string> = new Set(portfolioFactCodes)

/** What the assessment counted in the seller's other listings, of the marketplace's own alone. */
function otherListingsOf(
  assessment: Assessment | undefined,
): NonNullable<StatementOfReasons['otherListings']> {
  return (assessment?.signals ?? []).flatMap(({ code, weight, evidence }) => {
    if (weight <= 0 || !portfolioCodes.has(code)) return []
    const [fact] = OtherListings.safeParse([{ code, ...evidence?.params }]).data ?? []
    return fact ?? []
  })
}

const fields: Readonly<Record<string, 'title' | 'description'>> = {
  title: 'title',
  description: 'description',
}

/** Sentences on what can be seen, without interpretation. */
function factsOf({ assessment, notice, evidence, receivedAt }: StatementInput): string {
  const found = (assessment?.signals ?? []).flatMap(({ weight, evidence: of }) => {
    const where = of?.field === undefined ? undefined : fields[of.field]
    if (weight <= 0 || where === undefined || of?.text === undefined) return []
    return [{ where, text: of.text.slice(0, 200) }]
  })
  // The longer of two overlapping quotations includes the shorter.
  const longest = found.filter(({ where, text }) =>
    found.every((one) => one.where !== where || one.text === text || !one.text.includes(text)),
  )
  const quoted = new Set(
    longest.map(({ where, text }) => draftedWords(`statement.fact.${where}`, { text })),
  )
  const right = notice?.right
  const named = [right?.office, right?.number, right?.work]
    .filter((one) => one !== undefined)
    .join(' ')
  const day = receivedAt.toISOString().slice(0, 10)
  return [
    ...[...quoted].slice(0, 12),
    ...(named === '' ? [] : [draftedWords('statement.fact.right', { right: named.slice(0, 120) })]),
    ...(evidence.length === 0
      ? []
      : [
          evidence.length === 1
            ? draftedWords('statement.fact.capture', { day })
            : draftedWords('statement.fact.captures', { day, count: `${evidence.length}` }),
        ]),
  ].join(' ')
}

/** Faults for the person to correct beside what the law requires. */
export function complaintWindowFault(
  { redress }: StatementOfReasons,
  settings: Settings,
  today: string,
): TransparencyRecordFault | undefined {
  const least = complaintDeadline(settings, today)
  if (redress.complaint === undefined || redress.complaint.until >= least) return undefined
  const message = `The recipient can complain until ${least} at the earliest, not ${redress.complaint.until}.`
  return {
    field: 'redress.complaint.until',
    message,
    code: 'complaint-window-short',
    found: least,
  }
}
