import type { SellerLanguage } from '@touchstone/contract'
import { el } from '../dom.ts'
import { languagesOf, type Namespace } from './languages.ts'

export function languageSelect(
  label: string,
  namespace: Namespace,
  current: SellerLanguage,
  choose: (language: SellerLanguage) => void,
): HTMLElement {
  const options = languagesOf(namespace).map(({ language, name }) =>
    el('option', { value: language, lang: language, selected: language === current }, name),
  )
  const change = (event: Event): void =>
    choose((event.target as HTMLSelectElement).value as SellerLanguage)
  return el(
    'label',
    { class: 'language' },
    el('span', {}, label),
    el('select', { change }, ...options),
  )
}

/** Says that no native speaker has reviewed the translation, and offers the English text. */
export function unreviewedNote(
  sentence: string,
  inEnglish: string,
  choose: (language: SellerLanguage) => void,
): HTMLElement {
  return el(
    'aside',
    { class: 'unreviewed' },
    el('p', {}, sentence),
    el('button', { type: 'button', click: () => choose('en') }, inEnglish),
  )
}
