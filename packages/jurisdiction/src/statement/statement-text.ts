import type { Measure, SellerLanguage, StatementOfReasons } from '@touchstone/contract'
import { statementWords, type StatementWords } from './words/index.ts'

/**
 * The statement of reasons as text for the person who is restricted (Art. 17(3) and (4) DSA): measures,
 * territory and duration, facts, what led to it, automated means, the ground and why, the ways of redress.
 * What people wrote in it stands as they wrote it; around it are the sentences of the language, and below those
 * that nobody has looked through the English ones, which count.
 */
export function statementText(
  statement: StatementOfReasons,
  language: SellerLanguage = 'en',
): string {
  const words = statementWords[language]
  const text = textIn(statement, words)
  if (words.reviewed) return text
  return [words.unreviewed, text, textIn(statement, statementWords.en)].join('\n\n')
}

function textIn(statement: StatementOfReasons, words: StatementWords): string {
  const { ground, notifier, redress, startsOn } = statement
  const parts = [
    filled(words.title, { platform: statement.platform }),
    section(words.decidedHeading, [
      filled(words.about, { subject: statement.subject }),
      ...statement.measures.map(({ measure, words: own, endsOn: until = '' }) => {
        const done = words.measures[measure]
        const what = { from: startsOn, done: own === undefined ? done : `${done}: ${own}`, until }
        return filled(until === '' ? words.endless : words.until, what)
      }),
      filled(words.territory, {
        territory: [...new Set(statement.territory)].sort().join(', '),
      }),
    ]),
    section(words.reliedHeading, [
      statement.facts,
      words[statement.source],
      ...(notifier === undefined ? [] : [filled(words.named, notifier)]),
    ]),
    section(words.automatedHeading, [
      statement.automatedDetection ? words.found : words.notFound,
      words[statement.automatedDecision],
    ]),
    section(
      words.groundHeading,
      ground.kind === 'illegal'
        ? [
            filled(words.illegal, { law: ground.legalGround }),
            filled(words.why, { why: ground.why }),
          ]
        : [
            filled(words.terms, { clause: ground.clause }),
            filled(words.why, { why: ground.why }),
            ...(ground.alsoIllegal === true ? [words.alsoIllegal] : []),
          ],
    ),
    section(words.redressHeading, [
      ...(redress.complaint === undefined ? [] : [filled(words.complaint, redress.complaint)]),
      ...(redress.bodies === undefined ? [] : [filled(words.bodies, { bodies: redress.bodies })]),
      filled(words.court, { court: redress.court }),
    ]),
  ]
  return `${parts.join('\n\n')}\n`
}

/** What was undone of a restriction, why, and what other decisions still hold, for the person who was restricted. */
export function reversalText(
  reversal: {
    measures: readonly Measure[]
    strike: boolean
    reason: string
    stillHolding: readonly Measure[]
  },
  language: SellerLanguage = 'en',
): string {
  const words = statementWords[language]
  const text = reversalIn(reversal, words)
  if (words.reviewed) return text
  return [words.unreviewed, text, reversalIn(reversal, statementWords.en)].join('\n\n')
}

function reversalIn(
  { measures, strike, reason, stillHolding }: Parameters<typeof reversalText>[0],
  words: StatementWords,
): string {
  const done = (all: readonly Measure[]) => ({
    done: all.map((one) => words.measures[one]).join('; '),
  })
  return [
    ...(measures.length === 0 ? [] : [filled(words.ended, done(measures))]),
    ...(strike ? [words.noStrike] : []),
    filled(words.why, { why: reason }),
    stillHolding.length === 0 ? words.nothingHolds : filled(words.stillHolds, done(stillHolding)),
  ].join('\n\n')
}

/** A sentence with everything in its place; braces that somebody wrote into a statement stay as they are. */
function filled(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines].join('\n')
}
