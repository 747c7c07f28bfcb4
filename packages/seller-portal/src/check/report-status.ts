import type { ReportReceiptView } from '@touchstone/contract'
import { el, foreignText } from '../dom.ts'
import { Refused } from '../public-request.ts'
import { safetyNote, type ReportText } from './report-form.ts'
import { addToReport, eraseReport, readReport } from './server.ts'

/** A report by its receipt code: its answers, all that is stored of it, and its erasure. */
export class ReportStatus {
  readonly #receipt = el('input', {
    id: 'report-receipt',
    maxlength: '43',
    required: true,
    autocomplete: 'off',
    spellcheck: 'false',
    dir: 'ltr',
  })
  readonly #fault = el('p', { role: 'alert' })
  readonly #report = el('div', { id: 'report-status', tabindex: '-1', 'aria-live': 'polite' })
  #shown: ReportReceiptView | undefined

  draw(text: ReportText): HTMLElement {
    const { t } = text
    this.#fault.textContent = ''
    this.#drawReport(text)
    const follow = (event: Event): void => {
      event.preventDefault()
      void this.#do(text, async (receipt) => {
        this.#shown = await readReport(receipt)
      })
    }
    const details = el(
      'details',
      { id: 'follow' },
      el('summary', {}, t('report.follow')),
      el(
        'form',
        { id: 'follow-form', submit: follow },
        el('label', {}, el('span', {}, t('report.follow.receipt')), this.#receipt),
        el('button', {}, t('report.follow.show')),
      ),
      this.#fault,
      this.#report,
    )
    details.open = this.#shown !== undefined
    return details
  }

  #drawReport(text: ReportText): void {
    const report = this.#shown
    if (report === undefined) return this.#report.replaceChildren()
    const { t, language } = text
    const dayOf = (at: string): string =>
      new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(at))
    const { maker, receivedAt, state, messages, reason, photos, contact, until } = report
    this.#report.replaceChildren(
      el('h3', {}, t(`report.follow.state.${state}`)),
      el('p', {}, t('report.follow.received', { maker, day: dayOf(receivedAt) })),
      foreignText(report.text),
      ...(reason === null ? [] : [el('p', {}, t('report.follow.reason')), foreignText(reason)]),
      ...messages.flatMap(({ by, text: words, at }) => [
        el('h4', {}, t(`report.follow.by.${by}`, { maker, day: dayOf(at) })),
        foreignText(words),
      ]),
      ...(report.safetyContact === null ? [] : [safetyNote(report.safetyContact, text)]),
      el(
        'p',
        { class: 'fine' },
        t('report.follow.stored', {
          photos: photos.length,
          contact: contact ?? t('report.follow.stored.none'),
          day: dayOf(until),
        }),
      ),
      this.#addForm(text),
      el(
        'p',
        {},
        el(
          'button',
          {
            type: 'button',
            id: 'erase-report',
            click: () => {
              void this.#do(text, async (receipt) => {
                await eraseReport(receipt)
                this.#shown = undefined
                this.#receipt.value = ''
                this.#fault.textContent = t('report.follow.erased')
              })
            },
          },
          t('report.follow.erase'),
        ),
      ),
    )
  }

  #addForm(text: ReportText): HTMLElement {
    const { t } = text
    const words = el('textarea', {
      id: 'report-more',
      rows: '4',
      maxlength: '4000',
      required: true,
      dir: 'auto',
    })
    const submit = (event: Event): void => {
      event.preventDefault()
      void this.#do(text, async (receipt) => {
        this.#shown = await addToReport(receipt, words.value.trim())
      })
    }
    return el(
      'form',
      { submit },
      el('label', {}, el('span', {}, t('report.follow.add')), words),
      el('button', {}, t('report.follow.add.send')),
    )
  }

  async #do(text: ReportText, work: (receipt: string) => Promise<void>): Promise<void> {
    const { t } = text
    this.#fault.textContent = ''
    try {
      await work(this.#receipt.value.trim())
      this.#drawReport(text)
      if (this.#shown !== undefined) this.#report.focus()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (error.isUnknown) {
        // Another code must show nothing of the report before.
        this.#shown = undefined
        this.#drawReport(text)
      }
      this.#fault.textContent = t(
        error.isUnknown ? 'report.follow.unknown' : 'report.follow.failed',
      )
    }
  }
}
