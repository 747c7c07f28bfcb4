import type { Guard, Lexicon, Strength, Term } from '#contract'
import { foldToString } from '../text/index.ts'
import { lintMeanings } from './lint-meanings.ts'
import type { Finding } from './lint-pack.ts'

/** A near-conclusive term that is right less often than this is none. */
const MIN_PRECISION = 0.5

const order: Record<Strength, number> = { S: 2, M: 1, W: 0 }

const ofWords = new WeakMap<Lexicon, Finding[]>()

/** Findings that depend on one lexicon's words only; most of them remain when other lexicons are amended. */
function ofItsWords(lexicon: Lexicon): Finding[] {
  const known = ofWords.get(lexicon)
  if (known !== undefined) return known
  const findings = [...findContainedForms(lexicon), ...lintMeanings(lexicon)]
  ofWords.set(lexicon, findings)
  return findings
}

/**
 * Checks lexicons beyond their schema: ids used twice, guards that no lexicon
 * defines, that no term uses or that can never apply, forms listed twice, forms
 * that hold one of a stronger term, near-conclusive terms that were measured to be wrong as often as right, and
 * meanings that accuse or gloss no form.
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
          remedy: 'Give one of them another id.',
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
            remedy: 'Define the guard or leave it out.',
          })
      }
      if (term.strength === 'S' && (term.precision ?? 1) < MIN_PRECISION)
        findings.push({
          at,
          problem: `is near-conclusive, and only ${term.precision} of its labelled listings are counterfeits`,
          remedy: 'Narrow its forms, add a guard, or make it weaker.',
        })
      for (const form of term.forms) {
        // A term for reviews and one for listings never meet.
        const key = `${foldToString(form)}${form.endsWith('*') ? '*' : ''} ${term.reviewsOnly}`
        const other = forms.get(key)
        if (other !== undefined)
          findings.push({
            at: `${at}/${form}`,
            problem: `folds to a form that ${other} already has`,
            remedy: 'Leave one of them out.',
          })
        else forms.set(key, term.id)
      }
    }
  }
  const users = usersOf(lexicons)
  for (const lexicon of lexicons) {
    findings.push(...ofItsWords(lexicon))
    for (const guard of lexicon.guards) {
      const at = `${lexicon.language}/${guard.id}`
      const words = guard.words.filter((word) => foldToString(word).trim() !== '')
      if (words.length === 0 && guard.quantity === undefined)
        findings.push({ at, problem: 'can never apply', remedy: 'Give it words or a quantity.' })
      const terms = users.get(guard.id) ?? []
      if (
        guard.unlessBrand &&
        !guard.global &&
        terms.length > 0 &&
        terms.every((term) => term.needsBrand)
      )
        findings.push({
          at,
          problem:
            'can never apply: it needs the absence of a brand, but its terms count only near one',
          remedy: 'Drop unlessBrand, or name it in a term that needs no brand.',
        })
      if (!guard.global && !used.has(guard.id))
        findings.push({
          at,
          problem: 'is used by no term',
          remedy: 'Name it in a term or drop it.',
        })
    }
  }
  return findings
}

function usersOf(lexicons: readonly Lexicon[]): Map<string, Term[]> {
  const users = new Map<string, Term[]>()
  for (const lexicon of lexicons)
    for (const term of lexicon.terms)
      for (const id of term.guards) users.set(id, [...(users.get(id) ?? []), term])
  return users
}

/** Forms that contain a form of a stronger term, which counts wherever they occur. */
function findContainedForms({ language, terms }: Lexicon): Finding[] {
  const whole = terms.flatMap((term) =>
    term.forms
      .filter((form) => !form.startsWith('*') && !form.endsWith('*'))
      .map((form) => ({ term, form, key: foldToString(form) })),
  )
  // Comparing each form with every other one takes seconds in a large lexicon.
  const byKey = Map.groupBy(whole.entries(), ([, { key }]) => key)
  return whole.flatMap(({ term, form, key }) => {
    const stronger = partsOf(key)
      .flatMap((part) => byKey.get(part) ?? [])
      .filter(
        ([, other]) =>
          order[other.term.strength] > order[term.strength] && countsWherever(other.term, term),
      )
    if (stronger.length === 0) return []
    const [, first] = stronger.reduce((one, other) => (other[0] < one[0] ? other : one))
    return [
      {
        at: `${language}/${term.id}/${form}`,
        problem: `holds “${first.form}” of the stronger ${first.term.id}, which counts wherever it occurs`,
        remedy: 'Leave it out, or give the stronger term a guard.',
      },
    ]
  })
}

/** The shorter runs of whole words in a text. */
function partsOf(text: string): string[] {
  const words = text.split(' ')
  return words.flatMap((_, from) =>
    words
      .slice(from)
      .map((_, count) => words.slice(from, from + count + 1).join(' '))
      .filter((part) => part.length < text.length),
  )
}

/** True if a term counts in every listing in which another one would. */
function countsWherever(term: Term, other: Term): boolean {
  return (
    term.reviewsOnly === other.reviewsOnly &&
    (!term.needsBrand || other.needsBrand) &&
    (!term.upperCase || other.upperCase) &&
    term.guards.every((guard) => other.guards.includes(guard))
  )
}
