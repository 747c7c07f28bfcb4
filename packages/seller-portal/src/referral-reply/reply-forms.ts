import type {
  ReferralReplyAction,
  ReferralReplyView,
  referralFindings,
  referralOutcomes,
} from '@touchstone/contract'
import { el } from '../dom.ts'
import { Refused } from '../public-request.ts'
import type { ReplyText } from './referral-reply-page.ts'

const outcomes = [
  'declined',
  'search',
  'seizure',
  'laboratory',
  'charge',
  'admission',
  'court-ruling',
  'acquittal',
  'dropped',
] as const satisfies typeof referralOutcomes
const findings = [
  'counterfeit',
  'genuine',
  'undetermined',
] as const satisfies typeof referralFindings

const units = ['pieces', 'pairs', 'boxes', 'kilograms', 'litres'] as const

/** Outcomes that state what was found. */
const withFinding: ReadonlySet<string> = new Set(['laboratory', 'court-ruling'])

/** Acknowledges, asks and reports; entries survive re-rendering in another language, and a refusal. */
export class ReplyForms {
  readonly #send: (action: ReferralReplyAction) => Promise<void>
  readonly #askedItems = field({ id: 'asked-items', maxlength: '2000', dir: 'ltr' })
  readonly #question = el('textarea', {
    id: 'question',
    rows: '4',
    maxlength: '4000',
    required: true,
    dir: 'auto',
  })
  readonly #reportedItems = field({
    id: 'reported-items',
    maxlength: '2000',
    required: true,
    dir: 'ltr',
  })
  readonly #outcome = el('select', { id: 'outcome', change: () => this.#fit() })
  readonly #finding = el('select', { id: 'finding' })
  readonly #proceeding = field({ id: 'proceeding', maxlength: '200', required: true, dir: 'auto' })
  readonly #happenedOn = field({ id: 'happened-on', type: 'date', required: true })
  readonly #goods = field({ id: 'goods', maxlength: '200', dir: 'auto' })
  readonly #amount = field({ id: 'amount', inputmode: 'decimal', maxlength: '20', dir: 'ltr' })
  readonly #unit = el('select', { id: 'unit' })
  readonly #note = el('textarea', { id: 'note', rows: '3', maxlength: '4000', dir: 'auto' })
  readonly #quantities = el('div', {})
  readonly #findings = el('div', {})
  readonly #fault = el('p', { role: 'alert', id: 'fault' })
  #text: ReplyText | undefined
  /** The keys of the question and the report that are being written: sent again, they are recorded once. */
  #keys = { ask: crypto.randomUUID(), report: crypto.randomUUID() }

  constructor(send: (action: ReferralReplyAction) => Promise<void>) {
    this.#send = send
  }

  draw({ state }: ReferralReplyView, text: ReplyText): HTMLElement {
    this.#text = text
    this.#fault.textContent = ''
    if (state === 'withdrawn') return el('div', {})
    return el(
      'div',
      {},
      state === 'sent' && this.#acknowledgement(text),
      state !== 'closed' && this.#questionForm(text),
      this.#reportForm(text),
      this.#fault,
    )
  }

  #acknowledgement({ t }: ReplyText): HTMLElement {
    return el(
      'p',
      {},
      el(
        'button',
        {
          type: 'button',
          class: 'main',
          click: (event) => void this.#do(event, { type: 'acknowledge' }),
        },
        t('referral-reply.acknowledge'),
      ),
    )
  }

  #questionForm({ t }: ReplyText): HTMLElement {
    const submit = (event: Event): void => {
      event.preventDefault()
      const action: ReferralReplyAction = {
        type: 'ask',
        items: referencesIn(this.#askedItems.value),
        text: this.#question.value.trim(),
        key: this.#keys.ask,
      }
      void this.#do(event, action, () => {
        this.#askedItems.value = this.#question.value = ''
        this.#keys.ask = crypto.randomUUID()
      })
    }
    return el(
      'details',
      { id: 'ask' },
      el('summary', {}, t('referral-reply.ask')),
      el(
        'form',
        { submit },
        labelled(t('referral-reply.ask.text'), this.#question),
        labelled(
          t('referral-reply.ask.items'),
          this.#askedItems,
          t('referral-reply.items.example'),
        ),
        el('button', { class: 'main' }, t('referral-reply.ask.send')),
      ),
    )
  }

  #reportForm({ t }: ReplyText): HTMLElement {
    const choices = (
      select: HTMLSelectElement,
      names: readonly [value: string, name: string][],
    ): void => {
      const chosen = select.value
      select.replaceChildren(...names.map(([value, name]) => el('option', { value }, name)))
      select.value = chosen === '' ? (names[0]?.[0] ?? '') : chosen
    }
    choices(
      this.#outcome,
      outcomes.map((one) => [one, t(`referral-reply.outcome.${one}`)]),
    )
    choices(
      this.#finding,
      findings.map((one) => [one, t(`referral-reply.finding.${one}`)]),
    )
    choices(
      this.#unit,
      units.map((one) => [one, t(`referral-reply.unit.${one}`)]),
    )
    this.#findings.replaceChildren(labelled(t('referral-reply.finding'), this.#finding))
    this.#quantities.replaceChildren(
      labelled(t('referral-reply.goods'), this.#goods),
      labelled(t('referral-reply.amount'), this.#amount),
      labelled(t('referral-reply.unit'), this.#unit),
    )
    this.#fit()
    const submit = (event: Event): void => {
      event.preventDefault()
      void this.#do(event, this.#report(), () => {
        for (const one of [this.#reportedItems, this.#goods, this.#amount, this.#note])
          one.value = ''
        this.#keys.report = crypto.randomUUID()
      })
    }
    return el(
      'details',
      { id: 'report' },
      el('summary', {}, t('referral-reply.report')),
      el(
        'form',
        { submit },
        labelled(t('referral-reply.report.outcome'), this.#outcome),
        this.#findings,
        labelled(
          t('referral-reply.report.items'),
          this.#reportedItems,
          t('referral-reply.items.example'),
        ),
        labelled(t('referral-reply.report.proceeding'), this.#proceeding),
        labelled(t('referral-reply.report.happened'), this.#happenedOn),
        this.#quantities,
        labelled(t('referral-reply.report.note'), this.#note),
        el('button', { class: 'main' }, t('referral-reply.report.send')),
      ),
    )
  }

  /** Shows what the chosen outcome needs. */
  #fit(): void {
    this.#findings.hidden = !withFinding.has(this.#outcome.value)
    const isSeizure = this.#outcome.value === 'seizure'
    this.#quantities.hidden = !isSeizure
    for (const one of [this.#goods, this.#amount]) one.required = isSeizure
  }

  #report(): ReferralReplyAction {
    const outcome = this.#outcome.value as (typeof outcomes)[number]
    const note = this.#note.value.trim()
    return {
      type: 'report',
      report: {
        proceeding: this.#proceeding.value.trim(),
        outcome,
        items: referencesIn(this.#reportedItems.value),
        happenedOn: this.#happenedOn.value,
        quantities:
          outcome === 'seizure'
            ? [
                {
                  goods: this.#goods.value.trim(),
                  amount: this.#amount.value.trim(),
                  unit: this.#unit.value as (typeof units)[number],
                },
              ]
            : [],
        ...(withFinding.has(outcome) && {
          finding: this.#finding.value as (typeof findings)[number],
        }),
        ...(note !== '' && { note }),
      },
      key: this.#keys.report,
    }
  }

  async #do(event: Event, action: ReferralReplyAction, done?: () => void): Promise<void> {
    const { currentTarget } = event
    const button =
      currentTarget instanceof HTMLFormElement
        ? currentTarget.querySelector('button')
        : (currentTarget as HTMLButtonElement | null)
    if (button?.disabled === true) return
    if (button) button.disabled = true
    this.#fault.textContent = ''
    try {
      await this.#send(action)
      done?.()
    } catch (error) {
      this.#fault.textContent = this.#wordsOf(error)
    } finally {
      if (button) button.disabled = false
    }
  }

  #wordsOf(error: unknown): string {
    const text = this.#text
    if (text === undefined) return ''
    const code = error instanceof Refused ? error.code : undefined
    switch (code) {
      case 'referral-item-unknown':
      case 'validation-failed':
      case 'outcome-report-incomplete':
      case 'referral-step-unavailable':
      case 'request-rate-exceeded':
        return text.t(`referral-reply.problem.${code}`)
      default:
        return text.t('referral-reply.problem.failed')
    }
  }
}

function field(properties: Readonly<Record<string, string | boolean>>): HTMLInputElement {
  return el('input', { autocomplete: 'off', ...properties })
}

function labelled(
  name: string,
  control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
  hint?: string,
): HTMLElement {
  if (hint !== undefined) control.setAttribute('aria-describedby', `${control.id}-hint`)
  return el(
    'div',
    {},
    el('label', { for: control.id }, name),
    control,
    hint !== undefined && el('p', { class: 'fine', id: `${control.id}-hint` }, hint),
  )
}

/** The references that someone wrote, separated by anything but letters, digits and hyphens. */
function referencesIn(written: string): string[] {
  return [...new Set(written.toUpperCase().match(/[A-Z]-\d{1,7}/g))]
}
