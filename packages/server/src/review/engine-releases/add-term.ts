import type { RevisionContent, TermTrial } from '@touchstone/contract'

/** A content with one more term and its guards, in place of those of the same id. */
export function withTerm(
  { lexicon, weights }: RevisionContent,
  { language, term, guards }: Pick<TermTrial, 'language' | 'term' | 'guards'>,
): RevisionContent {
  const byId = new Map([...lexicon.guards, ...guards].map((one) => [one.guard.id, one]))
  return {
    weights,
    lexicon: {
      terms: [...lexicon.terms.filter((one) => one.term.id !== term.id), { language, term }],
      guards: [...byId.values()],
      off: lexicon.off.filter((id) => id !== term.id),
    },
  }
}
