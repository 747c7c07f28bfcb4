import type { SellerLanguage } from '@touchstone/contract'
import { el } from './dom.ts'
import {
  directionOf,
  languageSelect,
  unreviewedNote,
  type Namespace,
  type Text,
} from './messages/index.ts'

type Frame = {
  namespace: Namespace
  text: Pick<Text<Namespace>, 'language' | 'reviewed'>
  /** Of the document. */
  title: string
  /** Whose page it is; without one it has no name. */
  name?: HTMLElement
  words: { language: string; unreviewed: string; inEnglish: string }
  choose(language: SellerLanguage): void
}

/**
 * Draws a page in a language: the choice of another one, a note on a translation that no native speaker has reviewed,
 * and the content.
 */
export function drawPage(
  place: HTMLElement,
  { namespace, text: { language, reviewed }, title, name, words, choose }: Frame,
  ...content: Parameters<typeof el>[2][]
): void {
  const { documentElement } = document
  documentElement.lang = language
  documentElement.dir = directionOf(language)
  document.title = title
  place.replaceChildren(
    el('header', {}, name, languageSelect(words.language, namespace, language, choose)),
    el(
      'main',
      {},
      !reviewed && unreviewedNote(words.unreviewed, words.inEnglish, choose),
      ...content,
    ),
  )
}
