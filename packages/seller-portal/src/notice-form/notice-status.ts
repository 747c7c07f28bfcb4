import type { NoticeReceiptView, SellerLanguage } from '@touchstone/contract'
import { el } from '../dom.ts'
import type { FormText } from './notice-form-page.ts'
import { problemIn } from './refusal-text.ts'
import { Refused } from '../public-request.ts'
import { actByReceipt, readReceipt, readStoredData, type StoredData } from './server.ts'

type Item = NoticeReceiptView['items'][number]

/** The status of a notice by its code, and the personal data stored about its notifier. */
export class NoticeStatus {
  readonly #code = el('input', {
    id: 'code',
    maxlength: '43',
    required: true,
    autocomplete: 'off',
    spellcheck: 'false',
    dir: 'ltr',
  })
  readonly #fault = el('p', { role: 'alert' })
  readonly #items = el('ul', { id: 'items', 'aria-live': 'polite' })
  readonly #data = el('div', { id: 'data', 'aria-live': 'polite' })

  draw(text: FormText): HTMLElement {
    const { t } = text
    const check = (event: Event): void => {
      event.preventDefault()
      void this.#show(text, async (code) => {
        this.#drawItems(await readReceipt(code), text)
      })
    }
    const showData = (request: 'access-requests' | 'erasures'): (() => void) => {
      return () => {
        if (!this.#code.reportValidity()) return
        void this.#show(text, async (code) => {
          const lines = dataLines(await readStoredData(code, request), text)
          this.#data.replaceChildren(...lines.map((line) => el('p', { dir: 'auto' }, line)))
        })
      }
    }
    return el(
      'section',
      {},
      el('h2', {}, t('notice-form.status')),
      el(
        'form',
        { id: 'follow', submit: check },
        el('label', {}, el('span', {}, t('notice-form.code')), this.#code),
        el(
          'div',
          { class: 'buttons' },
          el('button', {}, t('notice-form.check')),
          el(
            'button',
            { type: 'button', id: 'access', click: showData('access-requests') },
            t('notice-form.show-data'),
          ),
          el(
            'button',
            { type: 'button', id: 'erase', click: showData('erasures') },
            t('notice-form.erase'),
          ),
        ),
        this.#fault,
      ),
      this.#items,
      this.#data,
    )
  }

  #drawItems({ items }: NoticeReceiptView, text: FormText): void {
    this.#items.replaceChildren(
      ...items.map((item) => el('li', {}, itemText(item, text), this.#followUp(item, text))),
    )
  }

  /** The form to answer a question, or to complain while that is possible. */
  #followUp(item: Item, text: FormText): HTMLElement | null {
    const { position, state, complaint } = item
    const asks = state === 'information-requested'
    if (!asks && complaint?.state !== 'open') return null
    const { t } = text
    const input = el('textarea', { rows: '4', maxlength: '10000', required: true, dir: 'auto' })
    const submit = (event: Event): void => {
      event.preventDefault()
      const words = input.value.trim()
      void this.#show(text, async (code) => {
        const receipt = await actByReceipt(
          code,
          asks
            ? { type: 'respond', position, text: words }
            : { type: 'complain', position, grounds: words },
        )
        this.#drawItems(receipt, text)
      })
    }
    const form = el(
      'form',
      { submit },
      el('label', {}, el('span', {}, t(asks ? 'notice-form.reply' : 'notice-form.grounds')), input),
      el('button', {}, t(asks ? 'notice-form.reply.send' : 'notice-form.complain')),
    )
    if (asks) return form
    return el('details', {}, el('summary', {}, t('notice-form.complain')), form)
  }

  async #show(text: FormText, work: (code: string) => Promise<void>): Promise<void> {
    const { t } = text
    this.#fault.textContent = ''
    this.#data.replaceChildren()
    try {
      await work(this.#code.value.trim())
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // Typed text about an item stays, but another code must show nothing of the previous notice.
      if (error.isUnknown) this.#items.replaceChildren()
      this.#fault.textContent =
        problemIn(text, error) ??
        t(error.isUnknown ? 'notice-form.unknown' : 'notice-form.not-shown')
    }
  }
}

function itemText(item: Item, { t, word }: FormText): string {
  const { position, state, question, decision, complaint, answers } = item
  const status =
    decision === null
      ? t(`notice-form.state.${state}`)
      : `${word(`notice-form.outcome.${decision.outcome}`) ?? decision.outcome}: ${decision.summary}`
  const decided = complaint?.decision
  return [
    t('notice-form.item', { number: position + 1, state: status }),
    ...(question === null ? [] : [t('notice-form.question', { question })]),
    ...answers.map(({ outcome, summary }) => t(`notice-form.appeal.${outcome}`, { summary })),
    ...(decided ? [t('notice-form.complaint', { decision: decided })] : []),
  ].join(' — ')
}

function dataLines(stored: StoredData, { t, language }: FormText): string[] {
  const { notice, messages, receivedAt, forgottenAt, erasureAskedAt } = stored
  const day = (at: string): string => dayIn(language, at)
  const { items = [], reasons: ofAll = '' } = notice
  const written = items.flatMap(({ urls = [], reasons = '' }) => [...urls, reasons])
  const texts = [ofAll, ...written].filter((text) => text !== '')
  return [
    t('notice-form.data.received', { day: day(receivedAt) }),
    t('notice-form.data.name', { name: notice.name || t('notice-form.data.none') }),
    t('notice-form.data.email', { email: notice.email || t('notice-form.data.none') }),
    ...texts.map((text) => t('notice-form.data.written', { text })),
    ...messages.map(({ subject, sentAt }) =>
      t('notice-form.data.sent', { subject, day: sentAt === null ? '' : day(sentAt) }),
    ),
    erasureText(forgottenAt, erasureAskedAt, { t, day }),
  ]
}

function erasureText(
  forgottenAt: string | null,
  erasureAskedAt: string | null,
  { t, day }: Pick<FormText, 't'> & { day: (at: string) => string },
): string {
  if (forgottenAt !== null) return t('notice-form.data.erased', { day: day(forgottenAt) })
  if (erasureAskedAt === null) return t('notice-form.data.may-erase')
  return t('notice-form.data.erasure-asked', { day: day(erasureAskedAt) })
}

function dayIn(language: SellerLanguage, at: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(at))
}
