import type { Content, Entry, Guard, Term } from './queries.ts'

/** A guard as edited in the form. */
export type DraftGuard = { id: string; meaning: string; words: string; where: Guard['where'] }

/** A term as edited in the form: lists are lines of text. */
export type DraftTerm = {
  language: string
  id: string
  forms: string
  meaning: string
  strength: Term['strength']
  kind: Term['kind']
  guards: string
  needsBrand: boolean
  upperCase: boolean
  reviewsOnly: boolean
  source: string
  own: DraftGuard[]
}

export const blankTerm: DraftTerm = {
  language: 'en',
  id: 'en.',
  forms: '',
  meaning: '',
  strength: 'M',
  kind: 'replica',
  guards: '',
  needsBrand: true,
  upperCase: false,
  reviewsOnly: false,
  source: '',
  own: [],
}

export const blankGuard: DraftGuard = { id: '', meaning: '', words: '', where: 'near' }

/** Form values of a term; `content` is the draft, whose own guards are editable. */
export function draftOf({ language, term }: Entry, { lexicon }: Content): DraftTerm {
  const { id, meaning, strength, kind, needsBrand, upperCase, reviewsOnly, source } = term
  return {
    language,
    id,
    meaning,
    strength,
    kind,
    needsBrand,
    upperCase,
    reviewsOnly,
    source,
    forms: term.forms.join('\n'),
    guards: term.guards.join('\n'),
    own: lexicon.guards.flatMap(({ guard }) =>
      term.guards.includes(guard.id) ? [guardDraft(guard)] : [],
    ),
  }
}

function guardDraft({ id, meaning, words, where }: Guard): DraftGuard {
  return { id, meaning, words: words.join('\n'), where }
}

/** Converts the form to the API's form. Members of the term that the form does not show are kept. */
export function writtenOf(
  draft: DraftTerm,
  before: Term | undefined,
  content: Content,
): { language: string; term: Term; guards: Content['lexicon']['guards'] } {
  const { language, own, forms, guards, ...rest } = draft
  const known = new Map(content.lexicon.guards.map(({ guard }) => [guard.id, guard]))
  return {
    language,
    term: {
      ...rest,
      id: rest.id.trim(),
      forms: linesOf(forms),
      guards: linesOf(guards),
      ...(before?.precision !== undefined && { precision: before.precision }),
      ...glossesLeft(before, linesOf(forms)),
    },
    guards: own.map((guard) => ({
      language,
      guard: {
        within: 24,
        effect: 'suppress',
        unlessBrand: false,
        global: false,
        ...known.get(guard.id),
        ...guard,
        words: linesOf(guard.words),
      },
    })),
  }
}

/** Glosses of the remaining forms; those of removed forms are dropped. */
function glossesLeft(before: Term | undefined, forms: readonly string[]): Pick<Term, 'glosses'> {
  if (before?.glosses === undefined) return {}
  const glosses = before.glosses.flatMap(({ forms: ownForms, meaning }) => {
    const left = ownForms.filter((form) => forms.includes(form))
    return left.length === 0 ? [] : [{ forms: left, meaning }]
  })
  return glosses.length === 0 ? {} : { glosses }
}

/** A draft's content with the term in place of the edited one. */
export function contentWith(
  content: Content,
  written: ReturnType<typeof writtenOf>,
  opened: string | undefined,
): Content {
  const { language, term, guards } = written
  const { lexicon } = content
  const guardIds = new Set(guards.map(({ guard }) => guard.id))
  const removedIds = new Set([opened, term.id])
  return {
    ...content,
    lexicon: {
      terms: [...lexicon.terms.filter((one) => !removedIds.has(one.term.id)), { language, term }],
      guards: [...lexicon.guards.filter(({ guard }) => !guardIds.has(guard.id)), ...guards],
      off: lexicon.off.filter((id) => id !== term.id),
    },
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
