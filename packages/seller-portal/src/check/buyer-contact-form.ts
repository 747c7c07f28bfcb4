import type { BuyerContactInput } from '@touchstone/contract'
import { el } from '../dom.ts'
import { Refused } from '../public-request.ts'
import type { ReportText } from './report-form.ts'
import { confirmBuyerContact, eraseBuyerContact, leaveBuyerContact } from './server.ts'

type Left = { receipt: string; marketplace: string }

/** Leaves an address with an order, to be told if the product is decided to be illegal. */
export class BuyerContactForm {
  readonly #listing = input('buyer-listing', { type: 'url', maxlength: '2000', required: true })
  readonly #order = input('buyer-order', { maxlength: '100' })
  readonly #boughtOn = input('buyer-bought-on', { type: 'date', required: true })
  readonly #email = input('buyer-email', {
    type: 'email',
    maxlength: '254',
    required: true,
    autocomplete: 'email',
  })
  readonly #receipt = input('buyer-receipt', { maxlength: '43', required: true })
  readonly #result = el('div', { id: 'buyer-result', tabindex: '-1', 'aria-live': 'polite' })
  readonly #fault = el('p', { role: 'alert' })
  #left: Left | undefined
  /** Of the email that led here. */
  readonly #token = tokenIn(location)

  draw(text: ReportText): HTMLElement {
    const { t } = text
    this.#fault.textContent = ''
    this.#drawResult(text)
    const leave = (event: Event): void => {
      event.preventDefault()
      void this.#do(text, async () => {
        this.#left = await leaveBuyerContact(this.#contact(text))
        this.#drawResult(text)
        this.#result.focus()
      })
    }
    const erase = (event: Event): void => {
      event.preventDefault()
      void this.#do(text, async () => {
        await eraseBuyerContact(this.#receipt.value.trim())
        this.#left = undefined
        this.#receipt.value = ''
        this.#result.replaceChildren(el('p', {}, t('report.buyer.erased')))
        this.#result.focus()
      })
    }
    const confirm = (): void => {
      void this.#do(
        text,
        async () => {
          await confirmBuyerContact(this.#token ?? '')
          this.#result.replaceChildren(el('p', {}, t('report.buyer.confirmed')))
          this.#result.focus()
        },
        'report.buyer.problem.link',
      )
    }
    const details = el(
      'details',
      { id: 'buyer' },
      el('summary', {}, t('report.buyer')),
      el('p', {}, t('report.buyer.lead')),
      this.#token === undefined
        ? el(
            'form',
            { id: 'buyer-form', submit: leave },
            field(t('report.listing'), this.#listing),
            field(t('report.buyer.order'), this.#order),
            field(t('report.buyer.bought-on'), this.#boughtOn),
            field(t('report.buyer.email'), this.#email),
            el('button', { class: 'main' }, t('report.buyer.leave')),
          )
        : el(
            'button',
            { type: 'button', class: 'main', autofocus: true, click: confirm },
            t('report.buyer.confirm'),
          ),
      this.#fault,
      this.#result,
      el(
        'form',
        { id: 'buyer-erase-form', submit: erase },
        field(t('report.buyer.receipt'), this.#receipt),
        el('button', {}, t('report.buyer.erase')),
      ),
    )
    details.open = this.#left !== undefined || this.#token !== undefined
    return details
  }

  #contact({ language }: ReportText): BuyerContactInput {
    const order = this.#order.value.trim()
    return {
      listing: this.#listing.value.trim(),
      ...(order !== '' && { order }),
      boughtOn: this.#boughtOn.value,
      email: this.#email.value.trim(),
      language,
    }
  }

  #drawResult({ t }: ReportText): void {
    if (this.#left === undefined) return this.#result.replaceChildren()
    const { receipt, marketplace } = this.#left
    this.#result.replaceChildren(
      el('p', {}, t('report.buyer.confirm-sent')),
      el('p', {}, t('report.buyer.left', { marketplace })),
      el('p', {}, el('code', { dir: 'ltr' }, receipt)),
    )
  }

  async #do(
    { t }: ReportText,
    work: () => Promise<void>,
    unknown:
      | 'report.buyer.problem.unknown'
      | 'report.buyer.problem.link' = 'report.buyer.problem.unknown',
  ): Promise<void> {
    this.#fault.textContent = ''
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#fault.textContent = t(error.isUnknown ? unknown : 'report.buyer.problem.failed')
    }
  }
}

function input(id: string, properties: Record<string, string | boolean>): HTMLInputElement {
  return el('input', { id, autocomplete: 'off', spellcheck: 'false', dir: 'ltr', ...properties })
}

function field(label: string, control: HTMLElement): HTMLElement {
  return el('label', {}, el('span', {}, label), control)
}

/** The token in the address of the page, which the email wrote behind the sign that no browser sends. */
function tokenIn({ search, hash }: Location): string | undefined {
  const isConfirmation = new URLSearchParams(search).get('email') === 'confirm'
  return isConfirmation && hash.length > 1 ? hash.slice(1) : undefined
}
