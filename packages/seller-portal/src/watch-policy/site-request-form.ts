import type {
  SiteExtractView,
  SiteRequestCheckView,
  SiteRequestInput,
  SiteRequestKind,
  SiteRequestReceiptView,
} from '@touchstone/contract'
import { el } from '../dom.ts'
import { Refused } from '../public-request.ts'
import { checkRequest, sendRequest } from './server.ts'
import type { PolicyText } from './watch-policy-page.ts'

const kinds: readonly SiteRequestKind[] = ['exclusion', 'extract']

/** Requests of a site’s people; entries survive re-rendering in another language. */
export class SiteRequestForm {
  readonly #site = el('input', {
    id: 'site',
    type: 'url',
    maxlength: '2000',
    required: true,
    placeholder: 'https://shop.example/',
    dir: 'ltr',
  })
  readonly #kind = el('select', { id: 'kind' })
  readonly #email = el('input', {
    id: 'email',
    type: 'email',
    maxlength: '254',
    autocomplete: 'email',
    'aria-describedby': 'email-hint',
  })
  readonly #message = el('textarea', { id: 'message', rows: '4', maxlength: '4000', dir: 'auto' })
  readonly #code = el('input', {
    id: 'code',
    maxlength: '43',
    required: true,
    autocomplete: 'off',
    spellcheck: 'false',
    dir: 'ltr',
  })
  readonly #fault = el('p', { role: 'alert' })
  readonly #next = el('div', { id: 'next', tabindex: '-1' })
  readonly #result = el('div', { id: 'result', 'aria-live': 'polite' })
  #receipt: SiteRequestReceiptView | undefined
  #wroteToOperator = false
  #checked: SiteRequestCheckView | undefined

  draw(text: PolicyText): HTMLElement {
    this.#fault.textContent = ''
    this.#drawNext(text)
    this.#drawResult(text)
    return el(
      'div',
      {},
      this.#requestForm(text),
      this.#next,
      this.#codeForm(text),
      this.#fault,
      this.#result,
    )
  }

  #requestForm(text: PolicyText): HTMLElement {
    const { t } = text
    const chosen = this.#kind.value
    this.#kind.replaceChildren(
      ...kinds.map((kind) => el('option', { value: kind }, t(`watch-policy.site.kind.${kind}`))),
    )
    this.#kind.value = chosen === '' ? 'exclusion' : chosen
    const submit = (event: Event): void => {
      event.preventDefault()
      void this.#do(text, event, () => this.#send(text))
    }
    return el(
      'form',
      { id: 'request', submit },
      field(t('watch-policy.site.address'), this.#site),
      field(t('watch-policy.site.kind'), this.#kind),
      el(
        'details',
        {},
        el('summary', {}, t('watch-policy.site.by-hand')),
        field(
          t('watch-policy.site.email'),
          el('span', { class: 'fine', id: 'email-hint' }, t('watch-policy.site.email.hint')),
          this.#email,
        ),
        field(t('watch-policy.site.message'), this.#message),
      ),
      el('button', { class: 'main' }, t('watch-policy.site.send')),
    )
  }

  #codeForm(text: PolicyText): HTMLElement {
    const { t } = text
    const submit = (event: Event): void => {
      event.preventDefault()
      void this.#do(text, event, async () => {
        this.#checked = await checkRequest(this.#code.value.trim())
        this.#drawResult(text)
      })
    }
    return el(
      'details',
      { open: this.#receipt !== undefined },
      el('summary', {}, t('watch-policy.site.have-code')),
      el(
        'form',
        { id: 'check', submit },
        field(t('watch-policy.site.code'), this.#code),
        el('button', {}, t('watch-policy.site.check')),
      ),
    )
  }

  async #send(text: PolicyText): Promise<void> {
    const email = this.#email.value.trim()
    const message = this.#message.value.trim()
    const request: SiteRequestInput = {
      kind: this.#kind.value as SiteRequestKind,
      site: this.#site.value.trim(),
      ...(email !== '' && { email }),
      ...(message !== '' && { message }),
    }
    this.#receipt = await sendRequest(request)
    this.#wroteToOperator = email !== ''
    this.#checked = undefined
    this.#code.value = this.#receipt.receipt
    this.#code.closest('details')?.setAttribute('open', '')
    this.#drawNext(text)
    this.#drawResult(text)
    this.#next.focus()
  }

  /** The line for the robots.txt and the code to check with. */
  #drawNext({ t, language }: PolicyText): void {
    const receipt = this.#receipt
    if (receipt === undefined) return
    const day = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(
      new Date(receipt.until),
    )
    this.#next.replaceChildren(
      el('p', {}, t('watch-policy.site.proof', { robots: receipt.robotsUrl })),
      el('pre', { dir: 'ltr' }, el('code', { id: 'proof' }, receipt.proof)),
      el('p', {}, t('watch-policy.site.code.save', { day })),
      el('pre', { dir: 'ltr' }, el('code', {}, receipt.receipt)),
      ...(this.#wroteToOperator ? [el('p', {}, t('watch-policy.site.received'))] : []),
    )
  }

  #drawResult(text: PolicyText): void {
    const checked = this.#checked
    if (checked === undefined) this.#result.replaceChildren()
    else this.#result.replaceChildren(...resultOf(checked, text))
  }

  /** Runs a request with its button disabled, and words its refusal. */
  async #do(text: PolicyText, event: Event, work: () => Promise<void>): Promise<void> {
    const button = (event.target as HTMLFormElement).querySelector('button')
    button?.setAttribute('disabled', '')
    this.#fault.textContent = ''
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#fault.textContent =
        text.word(`watch-policy.site.problem.${error.code ?? ''}`) ??
        text.t('watch-policy.site.problem')
    } finally {
      button?.removeAttribute('disabled')
    }
  }
}

function field(label: string, ...controls: HTMLElement[]): HTMLElement {
  return el('label', {}, el('span', {}, label), ...controls)
}

function resultOf(
  { kind, site, proof, extract }: SiteRequestCheckView,
  text: PolicyText,
): HTMLElement[] {
  const { t } = text
  if (proof !== 'found')
    return [el('p', { role: 'alert' }, t(`watch-policy.site.${proof}`, { site }))]
  const excluded = el('p', { class: 'notice' }, t('watch-policy.site.excluded', { site }))
  return [
    ...(kind === 'exclusion' ? [excluded] : []),
    ...(extract === null ? [] : extractOf(extract, text)),
  ]
}

function extractOf(extract: SiteExtractView, { t, language }: PolicyText): HTMLElement[] {
  const { site, requests, firstVisitAt, lastVisitAt, pages, listings, fields } = extract
  if (requests === 0 && pages === 0) return [el('p', {}, t('watch-policy.site.none', { site }))]
  const number = (count: number): string => new Intl.NumberFormat(language).format(count)
  const day = (at: string): string =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(at))
  const visits = [firstVisitAt, lastVisitAt].flatMap((at) => (at === null ? [] : [day(at)]))
  const lines: [string, string][] = [
    [t('watch-policy.site.extract.requests'), number(requests)],
    ...(visits.length > 0
      ? [[t('watch-policy.site.extract.visits'), visits.join(' – ')] as [string, string]]
      : []),
    [t('watch-policy.site.extract.pages'), number(pages)],
    [t('watch-policy.site.extract.listings'), number(listings)],
    [t('watch-policy.site.extract.sellers'), number(extract.listingsWithSeller)],
    [
      t('watch-policy.site.extract.fields'),
      fields.map((each) => `${each.field} (${number(each.listings)})`).join(', '),
    ],
  ]
  return [
    el('h3', {}, t('watch-policy.site.extract', { site })),
    el('dl', {}, ...lines.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
  ]
}
