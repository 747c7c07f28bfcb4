import type { Lexicon, Term } from '#contract'
import type { Finding } from './lint-pack.ts'

/** Words that judge people or a whole trade, although only a term of a listing should be explained. */
const accusing =
  /\b(admits?|confess\w*|crooks?|fraud\w*|scam\w*|criminals?|counterfeiters?|cheats?|sellers? of (copies|fakes|replicas)|(copy|fake|replica) sellers?)\b/i

/**
 * Checks the text after a quoted word in a verdict: that it accuses nobody, and that a gloss belongs to forms of the
 * term.
 */
export function lintMeanings({ language, terms }: Lexicon): Finding[] {
  return terms.flatMap((term) => {
    const at = `${language}/${term.id}`
    const { glosses = [] } = term
    const meanings = [term.meaning, ...glosses.map(({ meaning }) => meaning)]
    return [
      ...meanings.filter((meaning) => accusing.test(meaning)).map(() => accuses(at)),
      ...glossFindings(at, term),
    ]
  })
}

function accuses(at: string): Finding {
  return {
    at,
    problem: 'has a meaning that accuses people',
    remedy: 'State what the word means and why it counts.',
  }
}

function glossFindings(at: string, { forms, glosses = [] }: Term): Finding[] {
  const seen = new Set<string>()
  return glosses.flatMap((gloss) =>
    gloss.forms.flatMap((form) => {
      const twice = seen.has(form)
      seen.add(form)
      if (!forms.includes(form))
        return [
          {
            at: `${at}/${form}`,
            problem: 'has a gloss but is not a form of its term',
            remedy: 'Remove it from the glosses, or add it to the forms.',
          },
        ]
      return twice
        ? [{ at: `${at}/${form}`, problem: 'has two glosses', remedy: 'Remove one of them.' }]
        : []
    }),
  )
}
