import type { OutcomeReportInput, ReferralOutcome } from '@touchstone/contract'

type Unit = OutcomeReportInput['quantities'][number]['unit']
export type QuantityForm = {
  goods: string
  amount: string
  unit: Unit
  value: string
  currency: string
}
export type OutcomeForm = {
  proceeding: string
  outcome: ReferralOutcome
  happenedOn: string
  quantities: QuantityForm[]
  finding: NonNullable<OutcomeReportInput['finding']> | ''
  note: string
  /** Only where a letter is keyed in: from whom, and of which day. */
  from: string
  dated: string
}

export const noQuantity: QuantityForm = {
  goods: '',
  amount: '',
  unit: 'pieces',
  value: '',
  currency: '',
}

export const noOutcome: OutcomeForm = {
  proceeding: '',
  outcome: 'search',
  happenedOn: '',
  quantities: [noQuantity],
  finding: '',
  note: '',
  from: '',
  dated: '',
}

export function needsFinding(outcome: ReferralOutcome): boolean {
  return outcome === 'laboratory' || outcome === 'court-ruling'
}

type MissingField = 'items' | 'proceeding' | 'on' | 'quantity' | 'finding' | 'value'

/** What a report still lacks. */
export function missingOf(form: OutcomeForm, items: readonly string[]): MissingField[] {
  const { outcome, quantities } = form
  const isOfSeizure = outcome === 'seizure'
  return [
    ...(items.length === 0 ? ['items' as const] : []),
    ...(form.proceeding.trim() === '' ? ['proceeding' as const] : []),
    ...(form.happenedOn === '' ? ['on' as const] : []),
    ...(isOfSeizure && !quantities.every(isWhole) ? ['quantity' as const] : []),
    ...(isOfSeizure && !quantities.every(hasValidValue) ? ['value' as const] : []),
    ...(needsFinding(outcome) && form.finding === '' ? ['finding' as const] : []),
  ]
}

function isWhole({ goods, amount }: QuantityForm): boolean {
  return goods.trim() !== '' && /^\d{1,12}(\.\d{1,3})?$/.test(amount.trim())
}

/** A value is optional; with an amount it needs a currency. */
function hasValidValue({ value, currency }: QuantityForm): boolean {
  if (value.trim() === '') return true
  return /^\d+(\.\d+)?$/.test(value.trim()) && /^[A-Z]{3}$/.test(currency.trim())
}

/** A complete report as the API takes it, without a letter. */
export function reportOf(form: OutcomeForm, items: readonly string[]): OutcomeReportInput {
  const { outcome, finding, note, quantities } = form
  return {
    proceeding: form.proceeding.trim(),
    outcome,
    items: [...items],
    happenedOn: form.happenedOn,
    quantities: outcome === 'seizure' ? quantities.map(quantityOf) : [],
    ...(needsFinding(outcome) && finding !== '' && { finding }),
    ...(note.trim() !== '' && { note: note.trim() }),
  }
}

function quantityOf({ goods, amount, unit, value, currency }: QuantityForm) {
  return {
    goods: goods.trim(),
    amount: amount.trim(),
    unit,
    ...(value.trim() !== '' && {
      value: { amount: value.trim(), currency: currency.trim() },
    }),
  }
}
