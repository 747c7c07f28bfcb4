import type { ListingCheckView } from '@touchstone/contract'
import { el, foreignText } from '../dom.ts'
import { Refused } from '../public-request.ts'
import type { CheckText } from './check-page.ts'
import { checkListing } from './server.ts'

type Fault =
  | 'check.listing.problem'
  | 'check.problem.failed'
  | 'check.problem.request-rate-exceeded'

/** Tells a consumer what is published about the goods in a listing. */
export class ListingForm {
  readonly #address = el('input', {
    id: 'listing-address',
    type: 'url',
    maxlength: '2000',
    required: true,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    dir: 'ltr',
  })
  readonly #result = el('div', { id: 'listing-result', tabindex: '-1', 'aria-live': 'polite' })
  readonly #fault = el('p', { role: 'alert' })
  #published: ListingCheckView | undefined

  draw(text: CheckText): HTMLElement {
    const { t } = text
    this.#fault.textContent = ''
    this.#drawResult(text)
    const submit = (event: Event): void => {
      event.preventDefault()
      void this.#ask(text)
    }
    const details = el(
      'details',
      { id: 'listing' },
      el('summary', {}, t('check.listing')),
      el('p', {}, t('check.listing.lead')),
      el(
        'form',
        { id: 'listing-form', submit },
        el('label', {}, el('span', {}, t('check.listing.address')), this.#address),
        el('button', { class: 'main' }, t('check.listing.submit')),
      ),
      this.#fault,
      this.#result,
    )
    details.open = this.#published !== undefined
    return details
  }

  async #ask(text: CheckText): Promise<void> {
    let fault: Fault | undefined
    try {
      this.#published = await checkListing(this.#address.value.trim())
      this.#drawResult(text)
      this.#result.focus()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      fault = faults[error.code ?? ''] ?? 'check.problem.failed'
    }
    this.#fault.textContent = fault === undefined ? '' : text.t(fault)
  }

  #drawResult(text: CheckText): void {
    const published = this.#published
    if (published === undefined) return this.#result.replaceChildren()
    const { alerts, decision, channels } = published
    const facts = [
      ...(decision === null ? [] : [decisionSection(decision, text)]),
      ...(alerts.length === 0 ? [] : [alertSection(alerts, text)]),
    ]
    this.#result.replaceChildren(
      ...(facts.length === 0 ? [section('nothing', text)] : facts),
      ...(channels.length === 0 ? [] : [channelSection(channels, text)]),
    )
  }
}

const faults: Readonly<Record<string, Fault>> = {
  'address-invalid': 'check.listing.problem',
  'validation-failed': 'check.listing.problem',
  'request-rate-exceeded': 'check.problem.request-rate-exceeded',
}

/** What is published, what that does not mean, and what to do next. */
function section(
  found: 'nothing' | 'alert' | 'decision',
  { t }: CheckText,
  ...facts: HTMLElement[]
): HTMLElement {
  return el(
    'section',
    { 'data-published': found },
    el('h2', { class: 'state' }, t(`check.listing.${found}`)),
    ...(facts.length > 0 ? facts : [el('p', {}, t('check.listing.nothing.meaning'))]),
    el('h3', {}, t('check.not-meant')),
    el('p', {}, t(`check.listing.${found}.not-meant`)),
    el('h3', {}, t('check.next')),
    el('p', {}, t(`check.listing.${found}.next`)),
  )
}

function decisionSection(
  { marketplace, decidedOn, publishedAt }: NonNullable<ListingCheckView['decision']>,
  text: CheckText,
): HTMLElement {
  const day = dayOf(decidedOn, text)
  return section(
    'decision',
    text,
    el('p', {}, text.t('check.listing.decision.meaning', { marketplace, day })),
    /^https?:/i.test(publishedAt)
      ? el('p', {}, el('a', { href: publishedAt, rel: 'noreferrer', dir: 'ltr' }, publishedAt))
      : foreignText(publishedAt),
  )
}

function alertSection(alerts: ListingCheckView['alerts'], text: CheckText): HTMLElement {
  const { t } = text
  const facts = alerts.flatMap(({ maker, gtin, title, text: words, publishedAt }) => [
    el('p', {}, t('check.listing.alert.meaning', { maker, gtin })),
    el('h3', {}, t('check.alert', { day: dayOf(publishedAt, text) })),
    foreignText(title),
    foreignText(words),
  ])
  return section('alert', text, ...facts)
}

function channelSection(channels: ListingCheckView['channels'], text: CheckText): HTMLElement {
  const { t, language } = text
  const list = new Intl.ListFormat(language, { type: 'unit' })
  const lines = Map.groupBy(channels, ({ maker, brand }) =>
    t('check.listing.channels', { maker, brand }),
  )
  const wordsOf = ({
    marketplace: slug,
    policy,
    authorisedSellers,
  }: ListingCheckView['channels'][number]): string => {
    const marketplace = slug === '*' ? t('check.listing.channel.others') : slug
    return policy === 'authorised-sellers'
      ? `${marketplace}: ${list.format(authorisedSellers)}`
      : t(`check.listing.channel.${policy}`, { marketplace })
  }
  return el(
    'section',
    { 'data-published': 'channels' },
    ...[...lines].flatMap(([heading, rules]) => [
      el('h2', {}, heading),
      el('ul', {}, ...rules.map((rule) => el('li', { dir: 'auto' }, wordsOf(rule)))),
    ]),
    el('p', {}, t('check.listing.channels.not-meant')),
  )
}

function dayOf(time: string, { language }: CheckText): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(time))
}
