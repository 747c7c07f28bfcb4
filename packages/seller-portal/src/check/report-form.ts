import type { GoodsCategory, ReportInput, SafetyContactView } from '@touchstone/contract'
import { el } from '../dom.ts'
import { Refused } from '../public-request.ts'
import type { Text } from '../messages/index.ts'
import { readSafetyContacts, sendReport, type SentReport } from './server.ts'
import { toBase64 } from '../to-base64.ts'
import { shrinkPhoto } from './shrink-photo.ts'

export type ReportText = Text<'report'>

const categories: readonly GoodsCategory[] = [
  'medicine',
  'cosmetics',
  'chargers',
  'toys',
  'car-parts',
  'clothing',
  'other',
]
const maxPhotos = 4

/** Reports goods or a listing to their maker; entries survive another language. */
export class ReportForm {
  readonly #code = textInput('report-code', 2000)
  readonly #listing = el('input', {
    id: 'report-listing',
    type: 'url',
    maxlength: '2000',
    placeholder: 'https://shop.example/…',
    dir: 'ltr',
  })
  readonly #maker = el('input', { id: 'report-maker', maxlength: '200', dir: 'auto' })
  readonly #category = el('select', { id: 'report-category', required: true })
  readonly #isHurt = el('input', { id: 'report-hurt', type: 'checkbox' })
  readonly #isContest = el('input', { id: 'report-contest', type: 'checkbox' })
  readonly #country = el('select', { id: 'report-country' })
  readonly #words = el('textarea', {
    id: 'report-words',
    rows: '6',
    maxlength: '4000',
    required: true,
    dir: 'auto',
  })
  readonly #contact = el('input', {
    id: 'report-contact',
    type: 'email',
    maxlength: '254',
    autocomplete: 'email',
    'aria-describedby': 'report-contact-hint',
  })
  readonly #files = el('input', {
    id: 'report-photos',
    type: 'file',
    accept: 'image/*',
    multiple: true,
    'aria-describedby': 'report-photos-hint',
    change: () => void this.#addPhotos(),
  })
  readonly #photos = el('ul', { class: 'files', id: 'report-photo-list' })
  readonly #fault = el('p', { role: 'alert', tabindex: '-1' })
  readonly #place = el('div', {})
  #text: ReportText | undefined
  #chosen: { name: string; photo: Blob }[] = []
  #contacts: SafetyContactView[] = []
  #sent: SentReport | undefined
  #isOpen = false

  /** Fills in the code that was checked last. */
  about(code: string): void {
    this.#code.value = code
  }

  draw(text: ReportText): HTMLElement {
    this.#text = text
    this.#redraw()
    return this.#place
  }

  #redraw(): void {
    const text = this.#text
    if (text === undefined) return
    const { t } = text
    if (this.#sent !== undefined) {
      this.#place.replaceChildren(sentSection(this.#sent, text))
      return
    }
    this.#drawChoices(text)
    this.#drawPhotos(text)
    const details = el(
      'details',
      { id: 'report', toggle: (event) => this.#opened((event.target as HTMLDetailsElement).open) },
      el('summary', {}, t('report.title')),
      el('p', {}, t('report.lead')),
      this.#form(text),
    )
    details.open = this.#isOpen
    this.#place.replaceChildren(details)
  }

  #opened(isOpen: boolean): void {
    this.#isOpen = isOpen
    if (!isOpen || this.#contacts.length > 0) return
    // Without the list, the report goes out without a country.
    void readSafetyContacts()
      .then((contacts) => {
        this.#contacts = contacts
        if (this.#text !== undefined) this.#drawChoices(this.#text)
      })
      .catch(() => undefined)
  }

  #form({ t }: ReportText): HTMLElement {
    const submit = (event: Event): void => {
      event.preventDefault()
      void this.#send(event)
    }
    return el(
      'form',
      { id: 'report-form', submit },
      field(t('report.code'), this.#code),
      el('label', { class: 'check' }, this.#isContest, el('span', {}, t('report.contest'))),
      field(t('report.listing'), this.#listing),
      field(t('report.maker'), this.#maker),
      field(t('report.category'), this.#category),
      el('label', { class: 'check' }, this.#isHurt, el('span', {}, t('report.hurt'))),
      field(t('report.country'), this.#country),
      field(t('report.words'), this.#words),
      el(
        'div',
        {},
        field(t('report.photos'), this.#files),
        el('p', { class: 'fine', id: 'report-photos-hint' }, t('report.photos.hint')),
      ),
      this.#photos,
      el(
        'div',
        {},
        field(t('report.contact'), this.#contact),
        el('p', { class: 'fine', id: 'report-contact-hint' }, t('report.contact.hint')),
      ),
      el('button', { class: 'main' }, t('report.send')),
      this.#fault,
    )
  }

  #drawChoices({ t, language }: ReportText): void {
    const [category, country] = [this.#category.value, this.#country.value]
    this.#category.replaceChildren(
      el('option', { value: '' }, t('report.choose')),
      ...categories.map((one) => el('option', { value: one }, t(`report.category.${one}`))),
    )
    this.#category.value = category
    const names = new Intl.DisplayNames(language, { type: 'region' })
    const countries = this.#contacts
      .filter((contact) => contact.country !== 'EU')
      .map((contact) => ({ code: contact.country, name: names.of(contact.country) ?? '' }))
      .toSorted((a, b) => a.name.localeCompare(b.name, language))
    this.#country.replaceChildren(
      el('option', { value: '' }, t('report.country.other')),
      ...countries.map(({ code, name }) => el('option', { value: code }, name)),
    )
    this.#country.value = country
  }

  async #addPhotos(): Promise<void> {
    this.#fault.textContent = ''
    for (const file of this.#files.files ?? []) {
      if (this.#chosen.length >= maxPhotos) {
        this.#fail('photos.many')
        break
      }
      const photo = await shrinkPhoto(file).catch(() => undefined)
      if (photo === undefined) this.#fail('photos.unreadable')
      else this.#chosen.push({ name: file.name, photo })
    }
    this.#files.value = ''
    if (this.#text !== undefined) this.#drawPhotos(this.#text)
  }

  #drawPhotos({ t }: ReportText): void {
    this.#photos.replaceChildren(
      ...this.#chosen.map((one) => {
        const remove = (): void => {
          this.#chosen = this.#chosen.filter((other) => other !== one)
          if (this.#text !== undefined) this.#drawPhotos(this.#text)
          this.#files.focus()
        }
        const label = t('report.photos.remove', { name: one.name })
        return el(
          'li',
          {},
          el('span', { class: 'stranger', dir: 'auto' }, one.name),
          el('button', { type: 'button', 'aria-label': label, click: remove }, '×'),
        )
      }),
    )
  }

  async #send(event: Event): Promise<void> {
    const button = (event.target as HTMLElement).querySelector('button.main')
    this.#fault.textContent = ''
    const [code, listing, maker] = [this.#code, this.#listing, this.#maker].map(({ value }) =>
      value.trim(),
    )
    if (!code && !listing) return this.#fail('subject')
    if (!code && !maker) return this.#fail('maker')
    if (button instanceof HTMLButtonElement) button.disabled = true
    try {
      const report: ReportInput = {
        kind: this.#isContest.checked ? 'contest' : 'problem',
        ...(code && { code }),
        ...(listing && { listing }),
        ...(maker && { maker }),
        category: this.#category.value as GoodsCategory,
        isHurt: this.#isHurt.checked,
        ...(this.#country.value && { country: this.#country.value }),
        text: this.#words.value.trim(),
        ...(this.#contact.value && { contact: this.#contact.value }),
        photos: await Promise.all(this.#chosen.map(({ photo }) => toBase64(photo))),
      }
      this.#sent = await sendReport(report)
      this.#redraw()
      this.#place.querySelector<HTMLElement>('#sent')?.focus()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#fail(error.isUnknown ? 'unknown-maker' : faultOf(error.code))
    } finally {
      if (button instanceof HTMLButtonElement) button.disabled = false
    }
  }

  #fail(fault: Fault): void {
    this.#fault.textContent = this.#text?.t(`report.problem.${fault}`) ?? ''
    this.#fault.focus()
  }
}

type Fault =
  | 'address-invalid'
  | 'code-invalid'
  | 'failed'
  | 'maker'
  | 'photos.many'
  | 'photos.unreadable'
  | 'request-rate-exceeded'
  | 'subject'
  | 'unknown-maker'

function faultOf(code: string | undefined): Fault {
  switch (code) {
    case 'address-invalid':
    case 'code-invalid':
    case 'request-rate-exceeded':
      return code
    case 'image-rejected':
      return 'photos.unreadable'
    default:
      return 'failed'
  }
}

function sentSection({ receipt, maker, safetyContact }: SentReport, text: ReportText): HTMLElement {
  const { t } = text
  return el(
    'section',
    { id: 'sent', tabindex: '-1' },
    el('h2', {}, t('report.sent')),
    el('p', {}, t('report.sent.text', { maker })),
    el('p', {}, el('code', { id: 'receipt', dir: 'ltr' }, receipt)),
    safetyContact !== null && safetyNote(safetyContact, text),
  )
}

/** The authority that can act where goods hurt people. */
export function safetyNote({ name, url }: SafetyContactView, { t }: ReportText): HTMLElement {
  return el(
    'p',
    { class: 'notice' },
    t('report.safety'),
    ' ',
    el('a', { href: url, rel: 'noreferrer' }, name),
  )
}

function textInput(id: string, maxlength: number): HTMLInputElement {
  return el('input', {
    id,
    maxlength: String(maxlength),
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    dir: 'ltr',
  })
}

function field(label: string, input: HTMLElement): HTMLElement {
  return el('label', {}, el('span', {}, label), input)
}
