import type { CheckView, SellerLanguage } from '@touchstone/contract'
import { bracketedCode } from '@touchstone/contract/bracketed-code'
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
import { answerSection, signatureSection } from './answer.ts'
import { consent, deviceFor, hasConsented, unitIn, withdrawConsent } from './device.ts'
import { ListingForm } from './listing-form.ts'
import { approximatePlace } from './place.ts'
import { readPhoto, readsPhotos } from './read-photo.ts'
import type { Reports } from './reports.ts'
import { check } from './server.ts'
import type { SignatureFinding } from './signature.ts'

const loadText = textLoader(
  'check',
  import.meta.glob<Messages>('../../locales/*/check.json', { import: 'default' }),
)

export type CheckText = Text<'check'>

type Fault = 'failed' | 'photo.none' | 'camera-failed' | 'request-rate-exceeded' | 'place-failed'
type Position = Awaited<ReturnType<typeof approximatePlace>>

/** Answers whoever holds goods what their maker knows of the code on them. */
export class CheckPage {
  readonly #place: HTMLElement
  readonly #code = el('input', {
    id: 'code',
    maxlength: '2000',
    required: true,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    dir: 'ltr',
    'aria-describedby': 'code-hint',
  })
  readonly #serial = el('input', {
    id: 'serial',
    maxlength: '20',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    dir: 'ltr',
  })
  readonly #photo = el('input', {
    id: 'photo',
    type: 'file',
    accept: 'image/*',
    capture: 'environment',
    'aria-describedby': readsPhotos ? false : 'photo-hint',
    change: () => void this.#takePhoto(),
  })
  readonly #withPlace = el('input', { id: 'with-place', type: 'checkbox' })
  readonly #result = el('div', { id: 'result', tabindex: '-1', 'aria-live': 'polite' })
  readonly #fault = el('p', { role: 'alert' })
  readonly #listing = new ListingForm()
  #reports: Reports | undefined
  #text: CheckText | undefined
  #asked = ''
  #answer: CheckView | undefined
  #signature: SignatureFinding | undefined
  #isCounted = false
  #problem: Fault | undefined

  constructor(place: HTMLElement) {
    this.#place = place
  }

  async begin(): Promise<void> {
    this.#text = await loadText(preferredLanguage('check'))
    this.#code.value = codeInAddress(location)
    this.#draw()
    if (this.#code.value !== '') await this.#ask(this.#code.value)
    await this.#loadReports()
  }

  async #loadReports(): Promise<void> {
    const { Reports } = await import('./reports.ts')
    const reports = new Reports()
    if (this.#asked !== '') reports.about(this.#asked)
    await reports.draw(this.#text?.language ?? 'en')
    this.#reports = reports
    this.#place.querySelector('#listing')?.after(reports.place)
  }

  async #choose(language: SellerLanguage): Promise<void> {
    this.#text = await loadText(language)
    rememberLanguage(language)
    await this.#reports?.draw(language)
    this.#draw()
    this.#place.querySelector<HTMLElement>('select')?.focus()
  }

  async #takePhoto(): Promise<void> {
    const [file] = this.#photo.files ?? []
    if (file === undefined) return
    let code: string | undefined
    try {
      code = await readPhoto(file)
    } catch (error) {
      // What is no picture shows no code either.
      if (error instanceof Refused) return this.#show('failed')
    } finally {
      this.#photo.value = ''
    }
    if (code === undefined) return this.#show('photo.none')
    await this.#askRead(code)
  }

  async #scan(text: CheckText): Promise<void> {
    const { scanWithCamera } = await import('./scan-with-camera.ts')
    let code: string | undefined
    try {
      code = await scanWithCamera(text)
    } catch {
      return this.#show('camera-failed')
    }
    if (code !== undefined) await this.#askRead(code)
  }

  async #askRead(code: string): Promise<void> {
    this.#code.value = code
    this.#serial.value = ''
    await this.#ask(code)
  }

  /** Asks the server; with consent, and a place if it is given, the check counts. */
  async #ask(code: string, position?: Position): Promise<void> {
    const buttons = this.#place.querySelectorAll('button')
    for (const button of buttons) button.disabled = true
    await this.#findSignature(code)
    try {
      const device = await deviceFor(unitIn(code))
      this.#answer = await check({ code, ...(device && { device, ...(position && { position }) }) })
      this.#isCounted = device !== undefined
      const { answer, gtin, serial } = this.#answer
      // What was typed may not show which unit it is; the answer does, if the unit was issued.
      const isUnit = device === undefined && countable.has(answer) && serial !== null
      const later = await deviceFor(isUnit ? `${gtin} ${serial}` : undefined)
      if (later !== undefined) {
        this.#answer = await check({ code, device: later, ...(position && { position }) })
        this.#isCounted = true
      }
      this.#asked = code
      this.#reports?.about(code)
      this.#show(undefined)
      this.#result.focus()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#show(error.code === 'request-rate-exceeded' ? error.code : 'failed')
    } finally {
      for (const button of buttons) button.disabled = false
    }
  }

  /** What the signature shows is found out here, so that it is shown even if nobody answers. */
  async #findSignature(code: string): Promise<void> {
    this.#signature = undefined
    if (!code.includes('signature=')) return
    const { findSignature } = await import('./signature.ts')
    this.#signature = await findSignature(code)
  }

  async #count(): Promise<void> {
    try {
      const position = this.#withPlace.checked ? await approximatePlace() : undefined
      consent()
      await this.#ask(this.#asked, position)
      // The consent can be withdrawn from now on.
      this.#draw()
      this.#result.focus()
    } catch {
      this.#show('place-failed')
    }
  }

  #show(problem: Fault | undefined): void {
    this.#problem = problem
    this.#drawResult()
  }

  #draw(): void {
    const text = this.#text
    if (text === undefined) return
    const { t } = text
    drawPage(
      this.#place,
      {
        namespace: 'check',
        text,
        title: t('check.title'),
        name: el('p', { class: 'name' }, t('check.name')),
        words: {
          language: t('check.language'),
          unreviewed: t('check.unreviewed'),
          inEnglish: t('check.in-english'),
        },
        choose: (chosen) => void this.#choose(chosen),
      },
      el('h1', {}, t('check.title')),
      el('p', {}, t('check.lead')),
      this.#form(text),
      this.#fault,
      this.#result,
      this.#listing.draw(text),
      this.#reports?.place,
      this.#privacy(text),
    )
    this.#drawResult()
  }

  #form(text: CheckText): HTMLElement {
    const { t } = text
    const submit = (event: Event): void => {
      event.preventDefault()
      void this.#ask(joined(this.#code.value.trim(), this.#serial.value.trim()))
    }
    return el(
      'form',
      { submit },
      el(
        'div',
        {},
        el('label', {}, el('span', {}, t('check.code')), this.#code),
        el('p', { class: 'fine', id: 'code-hint' }, t('check.code.hint')),
      ),
      el('label', {}, el('span', {}, t('check.serial')), this.#serial),
      el('button', { class: 'main' }, t('check.submit')),
      hasCamera &&
        el('button', { type: 'button', click: () => void this.#scan(text) }, t('check.camera')),
      el(
        'div',
        {},
        el('label', {}, el('span', {}, t('check.photo')), this.#photo),
        !readsPhotos && el('p', { class: 'fine', id: 'photo-hint' }, t('check.photo.hint')),
      ),
    )
  }

  #drawResult(): void {
    const text = this.#text
    if (text === undefined) return
    this.#fault.textContent =
      this.#problem === undefined ? '' : text.t(`check.problem.${this.#problem}`)
    const answer = this.#answer
    const signature = this.#signature ? [signatureSection(this.#signature, text)] : []
    if (answer === undefined) return this.#result.replaceChildren(...signature)
    const isUnit = answer.askedBefore > 0 || countable.has(answer.answer)
    this.#result.replaceChildren(
      answerSection(answer, text),
      ...signature,
      ...(isUnit ? [this.#helpSection(text)] : []),
    )
  }

  /** Asks for consent after the answer, which depends on nothing. */
  #helpSection({ t }: CheckText): HTMLElement {
    if (this.#isCounted) return el('section', {}, el('p', {}, t('check.help.counted')))
    return el(
      'section',
      {},
      el('h2', {}, t('check.help')),
      el('p', {}, t('check.help.text')),
      el('label', { class: 'check' }, this.#withPlace, el('span', {}, t('check.help.place'))),
      el('button', { type: 'button', click: () => void this.#count() }, t('check.help.agree')),
    )
  }

  #privacy({ t }: CheckText): HTMLElement {
    const forget = (): void => {
      withdrawConsent()
      this.#isCounted = false
      this.#draw()
    }
    return el(
      'details',
      {},
      el('summary', {}, t('check.privacy')),
      el('p', {}, t('check.privacy.text')),
      hasConsented() && el('button', { type: 'button', click: forget }, t('check.privacy.forget')),
    )
  }
}

/** Cameras are open to pages from https alone. */
const hasCamera = (navigator.mediaDevices as MediaDevices | undefined) !== undefined

const countable: ReadonlySet<CheckView['answer']> = new Set([
  'issued',
  'asked-before',
  'copies-suspected',
  'public',
  'recalled',
  'withdrawn',
])

/** The number below a bar code with a serial that is printed elsewhere. */
function joined(code: string, serial: string): string {
  const digits = code.replaceAll(/[\s-]/g, '')
  if (serial === '' || !/^(\d{8}|\d{12,14})$/.test(digits)) return code
  return bracketedCode({ gtin: digits.padStart(14, '0'), serial })
}

/** A code in the address of the page: the address itself as a Digital Link, or its parameter. */
function codeInAddress({ href, pathname, search }: Location): string {
  return pathname.startsWith('/check/01/') ? href : (new URLSearchParams(search).get('code') ?? '')
}
