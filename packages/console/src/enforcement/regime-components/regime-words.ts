import { useText } from '../../messages/index.ts'
import { sentencesOf, slugOf } from './regime-slug.ts'

type Step = { workflow: string; origin: string | null; action: string; title: string }
type TitledEntry = { id: string; title: string }

/**
 * Names of a regime in the reader’s language; in English, and for a regime or version without words, as the server
 * gives them.
 */
export type RegimeWords = {
  workflow: (workflow: TitledEntry) => string
  state: (workflow: string, state: TitledEntry) => string
  step: (step: Step) => string
  transition: (workflow: string, transition: TitledEntry) => string
  opening: (workflow: TitledEntry) => string
  limit: (workflow: string, timeLimit: TitledEntry) => string
  role: (role: TitledEntry) => string
  subject: (workflow: string, subject: string) => string
  /** The party that a time limit binds. */
  party: (bound: string) => string
  law: (regime: TitledEntry) => string
  /** The summary of a provision; in other languages than English an unofficial translation. */
  provision: (line: { id: string; summary: string }) => string
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
  const { locale, word, sentences: joinSentences } = useText()
  const named = (key: `regime.${string}`, title: string): string =>
    locale === 'en' ? title : (word(key) ?? title)
  return {
    workflow: ({ id, title }) => named(`regime.${id}`, title),
    state: (workflow, { id, title }) => named(`regime.${workflow}.state.${id}`, title),
    step: ({ workflow, origin, action, title }) => {
      // What another step started was opened by no one.
      if (action === 'open' && origin !== null) return named('regime.step.open', title)
      if (action === 'open') return named(`regime.${workflow}.open`, title)
      if (action === 'match') return named('regime.step.match', title)
      return named(`regime.${workflow}.step.${action}`, title)
    },
    transition: (workflow, { id, title }) => named(`regime.${workflow}.step.${id}`, title),
    opening: ({ id, title }) => named(`regime.${id}.open`, title),
    limit: (workflow, { id, title }) => named(`regime.${workflow}.limit.${id}`, title),
    role: ({ id, title }) => named(`regime.role.${id}`, title),
    subject: (workflow, subject) => named(`regime.${workflow}.subject`, subject),
    party: (bound) => named(`regime.party.${bound.replaceAll(' ', '-')}`, bound),
    law: ({ id, title }) => named(`regime.law.${id}`, title),
    provision: ({ id, summary }) => named(`regime.provision.${id}`, summary),
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
      const known = worded.filter((one) => one !== undefined)
      return known.length < worded.length ? undefined : joinSentences(known)
    },
    about: (regime, what, text) => named(`regime.law.${regime}.${what}`, text),
  }
}
