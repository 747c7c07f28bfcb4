import type { Measure, SellerLanguage, StatementOfReasons } from '@touchstone/contract'
import { statementTextIn, type StatementText } from '../locales/index.ts'

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

function textIn(statement: StatementOfReasons, { t }: StatementText): string {
  const { ground, notifier, redress, startsOn } = statement
  const parts = [
    t('statement.title', { platform: statement.platform }),
    section(t('statement.decided'), [
      t('statement.about', { subject: statement.subject }),
      ...statement.measures.map(({ measure, words: own, endsOn: until }) => {
        const named = t(`measure.${measure}`)
        const done = own === undefined ? named : `${named}: ${own}`
        return until === undefined || until === ''
          ? t('statement.from', { from: startsOn, done })
          : t('statement.until', { from: startsOn, done, until })
      }),
      t('statement.territory', {
        territory: [...new Set(statement.territory)].sort().join(', '),
      }),
    ]),
    section(t('statement.relied'), [
      statement.facts,
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
            t('statement.why', { why: ground.why }),
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
        : [t('statement.redress.complaint', redress.complaint)]),
      ...(redress.bodies === undefined
        ? []
        : [t('statement.redress.bodies', { bodies: redress.bodies })]),
      t('statement.redress.court', { court: redress.court }),
    ]),
  ]
  return `${parts.join('\n\n')}\n`
}

/** For the restricted person: what was reversed in a restriction, why, and which other decisions still apply. */
export function reversalText(
  reversal: {
    measures: readonly Measure[]
    strike: boolean
    reason: string
    stillHolding: readonly Measure[]
  },
  language: SellerLanguage = 'en',
): string {
  const own = statementTextIn(language)
  const text = reversalIn(reversal, own)
  if (own.reviewed) return text
  const english = reversalIn(reversal, statementTextIn('en'))
  return [own.t('statement.unreviewed'), text, english].join('\n\n')
}

function reversalIn(
  { measures, strike, reason, stillHolding }: Parameters<typeof reversalText>[0],
  { t }: StatementText,
): string {
  const done = (all: readonly Measure[]) => ({
    done: all.map((one) => t(`measure.${one}`)).join('; '),
  })
  return [
    ...(measures.length === 0 ? [] : [t('reversal.ended', done(measures))]),
    ...(strike ? [t('reversal.no-strike')] : []),
    t('statement.why', { why: reason }),
    stillHolding.length === 0
      ? t('reversal.nothing-holds')
      : t('reversal.still-holds', done(stillHolding)),
  ].join('\n\n')
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines].join('\n')
}
