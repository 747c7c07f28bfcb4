import type { Guard, Lexicon, LexiconAmendments, Term } from '#contract'

/** The day of a lexicon that came by amendments alone; its file has none. */
const noDay = '1970-01-01'

/**
 * The lexicons with terms and guards added, replaced by id, or left out. Pure: the input is unchanged. A replaced
 * term or guard moves to the language that its amendment names; a language without a file gets a new lexicon. An id
 * to leave out that no lexicon has is no fault here, since a later version of the engine may ship without it;
 * `lintAmendments` reports it.
 */
export function amendLexicons(
  lexicons: readonly Lexicon[],
  { terms, guards, off }: LexiconAmendments,
): Lexicon[] {
  const overridden = new Set([...off, ...terms.map(({ term }) => term.id)])
  const replaced = new Set(guards.map(({ guard }) => guard.id))
  const termsOf = Map.groupBy(terms, ({ language }) => language)
  const guardsOf = Map.groupBy(guards, ({ language }) => language)
  const added = (language: string): { terms: Term[]; guards: Guard[] } => ({
    terms: (termsOf.get(language) ?? [])
      .map(({ term }) => term)
      .filter(({ id }) => !off.includes(id)),
    guards: (guardsOf.get(language) ?? []).map(({ guard }) => guard),
  })
  const amended = lexicons.map((lexicon) => {
    const own = added(lexicon.language)
    // An unamended lexicon remains the same object, so that cached results about it stay valid.
    const isSame =
      own.terms.length + own.guards.length === 0 &&
      !lexicon.terms.some(({ id }) => overridden.has(id)) &&
      !lexicon.guards.some(({ id }) => replaced.has(id))
    if (isSame) return lexicon
    return {
      ...lexicon,
      terms: [...lexicon.terms.filter(({ id }) => !overridden.has(id)), ...own.terms],
      guards: [...lexicon.guards.filter(({ id }) => !replaced.has(id)), ...own.guards],
    }
  })
  const known = new Set(lexicons.map(({ language }) => language))
  const unshipped = new Set(
    [...termsOf.keys(), ...guardsOf.keys()].filter((language) => !known.has(language)),
  )
  const own = [...unshipped].map((language) => ({
    language,
    version: 1,
    updated: noDay,
    ...added(language),
  }))
  return [...amended, ...own]
}
