import type { Guard, Lexicon } from '#contract'
import { foldToString } from '../text/index.ts'
import type { Finding } from './lint-pack.ts'

/**
 * Checks lexicons beyond their schema: ids used twice, guards that no lexicon
 * defines, that no term uses or that can never fire, and forms listed twice.
 */
export function lintLexicons(lexicons: readonly Lexicon[]): Finding[] {
  const findings: Finding[] = []
  const guards = new Map<string, Guard>()
  const ids = new Set<string>()
  for (const lexicon of lexicons)
    for (const { id } of [...lexicon.guards, ...lexicon.terms]) {
      if (ids.has(id))
        findings.push({
          at: `${lexicon.language}/${id}`,
          problem: 'is an id used twice',
          mend: 'Give one of them another id.',
        })
      ids.add(id)
    }
  for (const lexicon of lexicons) for (const guard of lexicon.guards) guards.set(guard.id, guard)
  const used = new Set<string>()
  for (const lexicon of lexicons) {
    const forms = new Map<string, string>()
    for (const term of lexicon.terms) {
      const at = `${lexicon.language}/${term.id}`
      for (const id of term.guards) {
        used.add(id)
        if (!guards.has(id))
          findings.push({
            at,
            problem: `names the guard ${id}, which no lexicon defines`,
            mend: 'Define the guard or leave it out.',
          })
      }
      for (const form of term.forms) {
        // A term for reviews and one for offers never meet.
        const key = `${foldToString(form)}${form.endsWith('*') ? '*' : ''} ${term.reviewsOnly}`
        const other = forms.get(key)
        if (other !== undefined)
          findings.push({
            at: `${at}/${form}`,
            problem: `folds to a form that ${other} already has`,
            mend: 'Leave one of them out.',
          })
        else forms.set(key, term.id)
      }
    }
  }
  for (const lexicon of lexicons)
    for (const guard of lexicon.guards) {
      const at = `${lexicon.language}/${guard.id}`
      if (guard.words.length === 0 && guard.quantity === undefined)
        findings.push({ at, problem: 'can never fire', mend: 'Give it words or a quantity.' })
      if (!guard.global && !used.has(guard.id))
        findings.push({ at, problem: 'is used by no term', mend: 'Name it in a term or drop it.' })
    }
  return findings
}
