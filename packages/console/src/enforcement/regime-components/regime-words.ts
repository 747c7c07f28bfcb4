import { useText } from '../../messages/index.ts'
import { sentencesOf, slugOf } from './regime-slug.ts'

type Step = { machine: string; origin: string | null; done: string; title: string }
type Named = { id: string; title: string }

/**
 * Names of a regime in the reader’s language; in English, and for a regime or version without words, as the server
 * gives them.
 */
export type RegimeWords = {
  workflow: (workflow: Named) => string
  state: (machine: string, state: Named) => string
  step: (step: Step) => string
  transition: (machine: string, transition: Named) => string
  opening: (workflow: Named) => string
  limit: (machine: string, timeLimit: Named) => string
  role: (role: Named) => string
  subject: (machine: string, subject: string) => string
  /** The party that a time limit binds. */
  party: (bound: string) => string
  law: (regime: Named) => string
  /** What a provision says; in other languages than English an unofficial translation. */
  provision: (line: { id: string; says: string }) => string
  duty: (duty: { id: string; title: string }) => string
  field: (label: string) => string
  /** When a field is required; undefined if the condition has no words. */
  condition: (condition: string) => string | undefined
  /** A value that a field offers. */
  value: (value: string) => string
  document: (document: string) => string
  /** Who receives a document. */
  recipient: (to: string) => string
  /** Why a step is refused; undefined if a sentence of it has no words. */
  refusal: (sentences: string) => string | undefined
  /** A text about a whole regime. */
  about: (regime: string, what: 'jurisdiction' | 'caution', text: string) => string
}

export function useRegimeWords(): RegimeWords {
  const { locale, word } = useText()
  const named = (key: `regime.${string}`, title: string): string =>
    locale === 'en' ? title : (word(key) ?? title)
  return {
    workflow: ({ id, title }) => named(`regime.${id}`, title),
    state: (machine, { id, title }) => named(`regime.${machine}.state.${id}`, title),
    step: ({ machine, origin, done, title }) => {
      // What another step started was opened by no one.
      if (done === 'open' && origin !== null) return named('regime.step.open', title)
      if (done === 'open') return named(`regime.${machine}.open`, title)
      if (done === 'match') return named('regime.step.match', title)
      return named(`regime.${machine}.step.${done}`, title)
    },
    transition: (machine, { id, title }) => named(`regime.${machine}.step.${id}`, title),
    opening: ({ id, title }) => named(`regime.${id}.open`, title),
    limit: (machine, { id, title }) => named(`regime.${machine}.limit.${id}`, title),
    role: ({ id, title }) => named(`regime.role.${id}`, title),
    subject: (machine, subject) => named(`regime.${machine}.subject`, subject),
    party: (bound) => named(`regime.party.${bound.replaceAll(' ', '-')}`, bound),
    law: ({ id, title }) => named(`regime.law.${id}`, title),
    provision: ({ id, says }) => named(`regime.provision.${id}`, says),
    duty: ({ id, title }) => named(`regime.duty.${id}`, title),
    field: (label) => named(`regime.field.${slugOf(label)}`, label),
    // In English too: conditions name facts by their codes.
    condition: (condition) => word(`regime.condition.${slugOf(condition)}`),
    value: (value) => named(`regime.value.${value}`, value),
    document: (document) => word(`regime.document.${document}`) ?? document,
    recipient: (to) => word(`regime.recipient.${slugOf(to)}`) ?? to,
    refusal: (sentences) => {
      if (locale === 'en') return sentences
      const worded = sentencesOf(sentences).map((one) => word(`regime.check.${slugOf(one)}`))
      return worded.includes(undefined) ? undefined : worded.join(locale === 'zh' ? '' : ' ')
    },
    about: (regime, what, text) => named(`regime.law.${regime}.${what}`, text),
  }
}
