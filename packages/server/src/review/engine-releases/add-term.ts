import type { EngineReleaseContent, TermPreviewInput } from '@touchstone/contract'

/** A content with one more term and its guards, in place of those of the same id. */
export function addTerm(
  { lexicon, weights }: EngineReleaseContent,
  { language, term, guards }: Pick<TermPreviewInput, 'language' | 'term' | 'guards'>,
): EngineReleaseContent {
  const byId = new Map([...lexicon.guards, ...guards].map((entry) => [entry.guard.id, entry]))
  return {
    weights,
    lexicon: {
      terms: [...lexicon.terms.filter((entry) => entry.term.id !== term.id), { language, term }],
      guards: [...byId.values()],
      off: lexicon.off.filter((id) => id !== term.id),
    },
  }
}
