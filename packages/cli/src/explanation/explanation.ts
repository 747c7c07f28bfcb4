import type { Assessment, Listing, Signal, Verdict } from '@touchstone/contract'
import { probabilityText, visible, type Paint } from '../terminal.ts'
import { fieldText, markedText, marksOf, type Mark } from './marked-text.ts'
import { waterfall } from './waterfall.ts'

const verdictColours: Record<Verdict, 'green' | 'yellow' | 'magenta' | 'red'> = {
  clear: 'green',
  'ask-proof': 'yellow',
  review: 'magenta',
  block: 'red',
}

/** An assessment with all its reasons, for a terminal. */
export function explanation(listing: Listing, assessment: Assessment, paint: Paint): string {
  const marks = marksOf(assessment)
  const titleMarks = marks.filter((mark) => mark.field === 'title')
  const { verdict, probability } = assessment
  const sections = [
    [
      paint('bold', markedText(listing.title, titleMarks, paint) || '(no title)'),
      paint('dim', visible(facts(listing).join(' · '))),
    ],
    [
      `${paint(['bold', verdictColours[verdict]], verdict.toUpperCase())}  probability of counterfeit ${probabilityText(probability)}`,
      ...(assessment.reason === undefined ? [] : [visible(assessment.reason)]),
    ],
    [paint('bold', 'Probability'), ...waterfall(assessment, paint)],
    reasons(assessment, paint),
    places(listing, marks, paint),
    brands(assessment, paint),
    [
      ...(assessment.silent?.length
        ? [`No data for: ${assessment.silent.map(visible).join(', ')}`]
        : []),
      paint('dim', visible(`Engine ${assessment.engine}`)),
    ],
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function facts(listing: Listing): string[] {
  const { price, seller } = listing
  return [
    `id ${listing.id}`,
    listing.marketplace,
    price && `${price.amount} ${price.currency}`,
    listing.condition && `condition ${listing.condition}`,
    seller && `seller ${seller.id}`,
  ].filter((fact): fact is string => fact !== undefined && fact !== '')
}

function reasons(assessment: Assessment, paint: Paint): string[] {
  const lines = assessment.signals.flatMap((signal, at) => {
    const detail = reasonOf(signal)
    return detail === undefined ? [] : [`  ${paint('cyan', String(at + 1))} ${visible(detail)}`]
  })
  return lines.length === 0 ? [] : [paint('bold', 'Reasons'), ...lines]
}

function reasonOf({ evidence }: Signal): string | undefined {
  return evidence?.detail ?? evidence?.reference
}

function places(listing: Listing, marks: readonly Mark[], paint: Paint): string[] {
  const fields = [...new Set(marks.map((mark) => mark.field))].filter((field) => field !== 'title')
  const lines = fields.flatMap((field) => {
    const text = fieldText(listing, field)
    if (text === undefined) return []
    const inField = marks.filter((mark) => mark.field === field)
    return [`  ${paint('dim', `${visible(field)}:`)} ${markedText(text, inField, paint, true)}`]
  })
  return lines.length === 0 ? [] : [paint('bold', 'In the listing'), ...lines]
}

function brands(assessment: Assessment, paint: Paint): string[] {
  if (assessment.brands.length === 0) return ['No protected brand is named.']
  const lines = assessment.brands.map(({ id, role, form, confidence }) => {
    const how = [role, form && `as ${form}`].filter((word) => word !== undefined).join(', ')
    return `  ${visible(id)}${how === '' ? '' : `  ${how}`}  confidence ${confidence.toFixed(2)}`
  })
  return [paint('bold', 'Brands'), ...lines]
}
