import type { Measure, SellerLanguage, StatementOfReasons } from '@touchstone/contract'
import { statementTextIn, type StatementText } from '../locales/index.ts'
import { wordDrafted, wordDraftedFacts } from './drafted-words.ts'

/**
 * The statement of reasons as text for the restricted person (Art. 17(3) and (4) DSA): measures, territory and
 * duration, facts, origin, automated means, ground and reasons, redress. Text that people wrote is included
 * unchanged; around it are sentences in the chosen language, and below sentences without review the English ones,
 * which prevail.
 */
export function statementText(
  statement: StatementOfReasons,
  language: SellerLanguage = 'en',
): string {
  const own = statementTextIn(language)
  const text = textIn(statement, own)
  if (own.reviewed) return text
  return [own.t('statement.unreviewed'), text, textIn(statement, statementTextIn('en'))].join(
    '\n\n',
  )
}

/** The same statement in one language alone, for the people who write and review it. */
export function statementReading(statement: StatementOfReasons, language: SellerLanguage): string {
  return textIn(statement, statementTextIn(language))
}

function textIn(statement: StatementOfReasons, text: StatementText): string {
  const { t } = text
  const { ground, notifier, redress, startsOn } = statement
  const parts = [
    t('statement.title', { platform: statement.platform }),
    section(t('statement.decided'), [
      t('statement.about', { subject: wordDrafted(statement.subject, text) }),
      ...statement.measures.map(({ endsOn: until, ...measure }) => {
        const done = measureIn(measure, text)
        return until === undefined || until === ''
          ? t('statement.from', { from: startsOn, done })
          : t('statement.until', { from: startsOn, done, until })
      }),
      t('statement.territory', {
        territory: [...new Set(statement.territory)].sort().join(', '),
      }),
    ]),
    section(t('statement.relied'), [
      wordDraftedFacts(statement.facts, text),
      ...otherListingsIn(statement, text),
      t(`statement.source.${statement.source}`),
      ...(notifier === undefined ? [] : [t('statement.notifier', notifier)]),
    ]),
    section(t('statement.automated'), [
      t(
        statement.automatedDetection
          ? 'statement.detection.automated'
          : 'statement.detection.manual',
      ),
      t(`statement.decision.${statement.automatedDecision}`),
    ]),
    section(
      t('statement.ground'),
      ground.kind === 'illegal'
        ? [
            t('statement.illegal', { law: ground.legalGround }),
            t('statement.why', { why: wordDrafted(ground.why, text) }),
          ]
        : [
            t('statement.terms', { clause: ground.clause }),
            t('statement.why', { why: ground.why }),
            ...(ground.alsoIllegal === true ? [t('statement.also-illegal')] : []),
          ],
    ),
    section(t('statement.redress'), [
      ...(redress.complaint === undefined
        ? []
        : [
            t('statement.redress.complaint', {
              until: redress.complaint.until,
              where: wordDrafted(redress.complaint.where, text),
            }),
          ]),
      ...(redress.bodies === undefined
        ? []
        : [t('statement.redress.bodies', { bodies: wordDrafted(redress.bodies, text) })]),
      t('statement.redress.court', { court: wordDrafted(redress.court, text) }),
    ]),
  ]
  return `${parts.join('\n\n')}\n`
}

type OtherListings = NonNullable<StatementOfReasons['otherListings']>[number]

const factNames = {
  'seller.portfolio-prices': 'prices',
  'seller.portfolio-same-price': 'same-price',
  'seller.portfolio-choices': 'choices',
  'seller.portfolio-pictures': 'pictures',
  'seller.portfolio-quantities': 'quantities',
  'seller.portfolio-signs': 'signs',
  'seller.portfolio-reviews': 'reviews',
} as const satisfies Record<OtherListings['code'], string>

const percents = { tenth: 10, fifth: 20, third: 33, half: 50, whole: 100 } as const

/** Counts of the seller's other listings, and how to answer them. */
function otherListingsIn(
  { otherListings = [] }: StatementOfReasons,
  { t }: StatementText,
): string[] {
  if (otherListings.length === 0) return []
  const sentences = otherListings.map((fact) => {
    const counts = { count: `${fact.count}`, of: `${fact.of}` }
    const name = factNames[fact.code]
    if (name === 'prices') {
      const percent = `${percents[fact.part ?? 'whole']}`
      return t('statement.other.prices', { ...counts, brands: `${fact.brands ?? 1}`, percent })
    }
    if (name === 'same-price')
      return t('statement.other.same-price', { ...counts, prices: `${fact.prices ?? 1}` })
    return t(`statement.other.${name}`, counts)
  })
  return [...sentences, t('statement.other.answer')]
}

/** A measure with what it is in the marketplace's own words, where the law's name does not say it. */
export type MeasureInWords = { measure: Measure; words?: string | null }

type Reversal = {
  measures: readonly MeasureInWords[]
  strike: boolean
  reason: string
  stillHolding: readonly MeasureInWords[]
}

/** For the restricted person: what was reversed in a restriction, why, and which other decisions still apply. */
export function reversalText(reversal: Reversal, language: SellerLanguage = 'en'): string {
  const own = statementTextIn(language)
  const text = reversalIn(reversal, own)
  if (own.reviewed) return text
  const english = reversalIn(reversal, statementTextIn('en'))
  return [own.t('statement.unreviewed'), text, english].join('\n\n')
}

/** Each measure has a sentence: languages do not separate the parts of a list alike, nor quote several as one. */
function reversalIn(
  { measures, strike, reason, stillHolding }: Reversal,
  text: StatementText,
): string {
  const { t } = text
  const ended = measures.map((measure) => t('reversal.ended', { done: measureIn(measure, text) }))
  const inForce = stillHolding.map((restriction) =>
    t('reversal.still-holds', { done: measureIn(restriction, text) }),
  )
  return [
    ...(ended.length === 0 ? [] : [ended.join('\n')]),
    ...(strike ? [t('reversal.no-strike')] : []),
    t('statement.why', { why: reason }),
    inForce.length === 0 ? t('reversal.nothing-holds') : inForce.join('\n'),
  ].join('\n\n')
}

function measureIn({ measure, words }: MeasureInWords, { t }: StatementText): string {
  const named = t(`measure.${measure}`)
  return words == null ? named : `${named}: ${words}`
}

/** What a measure does, as the sentences of a language say it. */
export function measureText(measure: MeasureInWords, language: SellerLanguage): string {
  return measureIn(measure, statementTextIn(language))
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines].join('\n')
}
