import type { Guard, Lexicon, Term } from '#contract'

/** A term with the guards that may quiet it, resolved. */
export interface CompiledTerm {
  term: Term
  language: string
  guards: ReadonlySet<Guard>
  /** Those of the guards that are a number beside the term. */
  quantityGuards: readonly Guard[]
}

/** Terms of all languages with their guards; denials and teaching texts guard every term. */
export function compileTerms(lexicons: readonly Lexicon[]): {
  terms: CompiledTerm[]
  guards: Guard[]
} {
  const guards = new Map(lexicons.flatMap((lexicon) => lexicon.guards).map((g) => [g.id, g]))
  const everywhere = [...guards.values()].filter((guard) => guard.global)
  const terms = lexicons.flatMap((lexicon) =>
    lexicon.terms.map((term) => {
      const own = term.guards.map((id) => {
        const guard = guards.get(id)
        if (guard === undefined)
          throw new RangeError(`Term ${term.id} names guard ${id}, which no lexicon defines.`)
        return guard
      })
      const all = new Set([...own, ...everywhere])
      const quantityGuards = [...all].filter((guard) => guard.quantity !== undefined)
      return { term, language: lexicon.language, guards: all, quantityGuards }
    }),
  )
  return { terms, guards: [...guards.values()] }
}
