import type { SellerLanguage } from '@touchstone/contract'
import { el } from '../dom.ts'
import {
  preferredLanguage,
  rememberLanguage,
  textLoader,
  type Messages,
  type Text,
} from '../messages/index.ts'
import { drawPage } from '../page-frame.ts'
import { Refused } from '../public-request.ts'
import { missingElements, NoticeFields, type MissingElement } from './notice-fields.ts'
import { NoticeStatus } from './notice-status.ts'
import { problemIn } from './refusal-text.ts'
import { readMarketplace, sendNotice, type Received } from './server.ts'

const loadText = textLoader(
  'notice-form',
  import.meta.glob<Messages>('../../locales/*/notice-form.json', { import: 'default' }),
)

export type FormText = Text<'notice-form'>

/** The public form of Art. 16(1) DSA: sends a notice, and shows the status of a sent one. */
export class NoticeFormPage {
  readonly #place: HTMLElement
  readonly #slug: string
  readonly #fields = new NoticeFields()
  readonly #status = new NoticeStatus()
  #text: FormText | undefined
  /** Undefined while loading, null if no marketplace receives notices. */
  #marketplace: string | null | undefined
  #received: Received | undefined
  /** Missing elements that the notifier has been shown; the notice can be sent without them. */
  #missing: readonly MissingElement[] = []
  #fault = ''

  constructor(place: HTMLElement, slug: string) {
    this.#place = place
    this.#slug = slug
  }

  async begin(): Promise<void> {
    this.#text = await loadText(preferredLanguage('notice-form'))
    this.#draw()
    this.#marketplace = await readMarketplace(this.#slug).catch(() => null)
    this.#draw()
  }

  async #choose(language: SellerLanguage): Promise<void> {
    this.#text = await loadText(language)
    rememberLanguage(language)
    this.#fault = ''
    this.#draw()
    this.#place.querySelector<HTMLElement>('select')?.focus()
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault()
    const text = this.#text
    const button = this.#place.querySelector<HTMLButtonElement>('#form button.main')
    if (text === undefined || button === null) return
    const draft = this.#fields.read()
    const missing = missingElements(draft)
    if (missing.some((element) => !this.#missing.includes(element))) {
      this.#missing = missing
      this.#fault = ''
      this.#draw()
      this.#place.querySelector<HTMLElement>('#missing')?.focus()
      return
    }
    this.#missing = missing
    button.disabled = true
    this.#fault = ''
    try {
      this.#received = await sendNotice(this.#slug, { ...draft, language: text.language })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#fault = problemIn(text, error) ?? text.t('notice-form.failed')
    }
    this.#draw()
    this.#place.querySelector<HTMLElement>('#sent, [role=alert]')?.focus()
  }

  #draw(): void {
    const text = this.#text
    if (text === undefined) return
    const { t } = text
    const marketplace = this.#marketplace
    drawPage(
      this.#place,
      {
        namespace: 'notice-form',
        text,
        title: t('notice-form.title'),
        name: el('p', { class: 'name', id: 'marketplace' }, marketplace ?? ''),
        words: {
          language: t('notice-form.language'),
          unreviewed: t('notice-form.unreviewed'),
          inEnglish: t('notice-form.in-english'),
        },
        choose: (chosen) => void this.#choose(chosen),
      },
      el(
        'h1',
        {},
        marketplace == null ? t('notice-form.title') : t('notice-form.title.to', { marketplace }),
      ),
      this.#form(text),
      this.#status.draw(text),
    )
  }

  #form(text: FormText): HTMLElement {
    const { t } = text
    if (this.#marketplace === null) return el('p', { id: 'closed' }, t('notice-form.closed'))
    if (this.#received !== undefined) return sentNotice(this.#received, text)
    return el(
      'form',
      { id: 'form', submit: (event) => void this.#send(event) },
      el('p', {}, t('notice-form.description')),
      ...this.#fields.draw(text),
      this.#missing.length > 0 && missingList(this.#missing, text),
      el(
        'button',
        { class: 'main' },
        t(this.#missing.length > 0 ? 'notice-form.send-anyway' : 'notice-form.send'),
      ),
      el('p', { role: 'alert', tabindex: '-1' }, this.#fault),
    )
  }
}

function missingList(missing: readonly MissingElement[], { t }: FormText): HTMLElement {
  return el(
    'div',
    { id: 'missing', tabindex: '-1' },
    el('p', {}, t('notice-form.missing')),
    el('ul', {}, ...missing.map((element) => el('li', {}, t(`notice-form.missing.${element}`)))),
  )
}

function sentNotice({ receipt }: Received, { t }: FormText): HTMLElement {
  return el(
    'section',
    { id: 'sent', tabindex: '-1' },
    el('h2', {}, t('notice-form.received')),
    el('p', {}, t('notice-form.receipt')),
    el('p', {}, el('code', { id: 'receipt', dir: 'ltr' }, receipt)),
  )
}
