import type { CheckView } from '@touchstone/contract'
import { el, foreignText } from '../dom.ts'
import type { CheckText } from './check-page.ts'
import type { SignatureFinding } from './signature.ts'

/** What the maker knows, what that does not mean, and what to do next. */
export function answerSection(view: CheckView, text: CheckText): HTMLElement {
  const { t } = text
  const { answer } = view
  return el(
    'section',
    { id: 'answer', 'data-answer': answer },
    el('h2', { class: 'state' }, t(`check.${answer}`)),
    el('p', {}, meaningOf(view, text)),
    ...alertsOf(view, text),
    el('h3', {}, t('check.not-meant')),
    el('p', {}, t(`check.${answer}.not-meant`)),
    el('h3', {}, t('check.next')),
    el('p', {}, t(`check.${answer}.next`)),
    ...factsOf(view, text),
  )
}

/** What the maker warns of, in its own words. */
function alertsOf({ alerts }: CheckView, { t, language }: CheckText): HTMLElement[] {
  return alerts.flatMap(({ title, text: words, publishedAt }) => {
    const day = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(
      new Date(publishedAt),
    )
    return [el('h3', {}, t('check.alert', { day })), foreignText(title), foreignText(words)]
  })
}

/** Who wrote the code, as its signature shows, and what that does not mean. */
export function signatureSection(
  { state, holder }: SignatureFinding,
  { t }: CheckText,
): HTMLElement {
  return el(
    'section',
    { id: 'signature', 'data-state': state },
    el('h2', {}, t('check.signature')),
    el('p', {}, t(`check.signature.${state}`, { maker: holder })),
    el('p', {}, t('check.signature.not-meant')),
  )
}

function meaningOf(view: CheckView, { t, language }: CheckText): string {
  const { answer, maker, askedBefore: count, recordedAt } = view
  const name = maker ?? t('check.maker.unknown')
  const day =
    recordedAt === null
      ? ''
      : new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(recordedAt))
  switch (answer) {
    case 'asked-before':
      return t('check.asked-before.meaning', { maker: name, count })
    case 'recalled':
      return t('check.recalled.meaning', { maker: name, day })
    case 'withdrawn':
      return t('check.withdrawn.meaning', { maker: name, day })
    case 'not-covered':
      return t('check.not-covered.meaning')
    case 'unreadable':
      return t('check.unreadable.meaning')
    case 'public':
      return t('check.public.meaning')
    default:
      return t(`check.${answer}.meaning`, { maker: name })
  }
}

function factsOf({ maker, gtin, serial, batch }: CheckView, { t }: CheckText): HTMLElement[] {
  const facts = [
    [t('check.fact.maker'), maker],
    [t('check.fact.gtin'), gtin],
    [t('check.fact.serial'), serial],
    [t('check.fact.batch'), batch],
  ] as const
  const known = facts.flatMap(([name, value]) =>
    value === null ? [] : [el('dt', {}, name), el('dd', {}, foreignText(value))],
  )
  return known.length === 0 ? [] : [el('h3', {}, t('check.facts')), el('dl', {}, ...known)]
}
