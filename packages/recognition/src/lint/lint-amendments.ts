import type { Lexicon, LexiconAmendments } from '#contract'
import { foldToString } from '../text/index.ts'
import { amendLexicons } from '../vocabulary/index.ts'
import { lintLexicons } from './lint-lexicon.ts'
import type { Finding } from './lint-pack.ts'

const linted = new WeakMap<readonly Lexicon[], Finding[]>()

/** Cached for lexicons that are amended repeatedly and do not change themselves. */
function shippedFindings(lexicons: readonly Lexicon[]): Finding[] {
  const known = linted.get(lexicons)
  if (known !== undefined) return known
  const findings = lintLexicons(lexicons)
  linted.set(lexicons, findings)
  return findings
}

/**
 * Checks amendments beyond their schema: new faults of the lexicons with them, ids that are amended twice, and ids to
 * leave out that no lexicon has.
 */
export function lintAmendments(
  lexicons: readonly Lexicon[],
  amendments: LexiconAmendments,
): Finding[] {
  const { terms, guards, off } = amendments
  const findings: Finding[] = []
  const shipped = new Map(
    lexicons.flatMap(({ language, terms }) => terms.map(({ id }) => [id, language] as const)),
  )
  for (const id of off) {
    const language = shipped.get(id)
    if (language === undefined)
      findings.push({
        at: `off/${id}`,
        problem: 'is not a term of the shipped lexicons',
        remedy: 'Remove it from the terms that are switched off.',
      })
    else if (terms.some(({ term }) => term.id === id))
      findings.push({
        at: `${language}/${id}`,
        problem: 'is both changed and switched off',
        remedy: 'Do one of the two.',
      })
  }
  const amended = [
    ...terms.map(({ language, term }) => ({ language, id: term.id })),
    ...guards.map(({ language, guard }) => ({ language, id: guard.id })),
  ]
  const seen = new Set<string>()
  for (const { language, id } of amended) {
    if (seen.has(id))
      findings.push({
        at: `${language}/${id}`,
        problem: 'is amended twice',
        remedy: 'Leave one of the two out.',
      })
    seen.add(id)
  }
  for (const { language, term } of terms)
    for (const form of term.forms)
      if (foldToString(form).trim() === '')
        findings.push({
          at: `${language}/${term.id}/${form}`,
          problem: 'has no letter or sign that the engine reads',
          remedy: 'Leave it out.',
        })
  const key = ({ at, problem }: Finding): string => `${at} ${problem}`
  const before = new Set(shippedFindings(lexicons).map(key))
  const shippedGuards = new Set(
    lexicons.flatMap(({ guards }) => guards.map(({ id }) => id)).filter((id) => !seen.has(id)),
  )
  for (const finding of lintLexicons(amendLexicons(lexicons, amendments))) {
    // A shipped guard is at no fault where the term that used it is switched off.
    const [, id = ''] = finding.at.split('/')
    if (!before.has(key(finding)) && !shippedGuards.has(id)) findings.push(finding)
  }
  return findings
}
