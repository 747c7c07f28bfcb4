import type { Misclassification, Passage } from '../misclassifications.ts'
import { markup, sentence, shown, strange, type Markup } from './markup.ts'
import { percent, weightText } from './numbers.ts'

const openErrors = 10

export function errorsSection(errors: {
  falseAlarms: readonly Misclassification[]
  misses: readonly Misclassification[]
}): Markup {
  return markup`<section id="errors"><h2>Errors to read</h2>
<p class="lead">Listings whose label and probability differ most. Either the engine or the label is wrong: read them before you rely on the figures. Marked words are the engine’s evidence.</p>
<h3>Labelled 0, highest probability first</h3>
${errorList(errors.falseAlarms, 'No listing is labelled 0.')}
<h3>Labelled 1, lowest probability first</h3>
${errorList(errors.misses, 'No listing is labelled 1.')}
</section>`
}

function errorList(examples: readonly Misclassification[], none: string): Markup {
  if (examples.length === 0) return markup`<p class="none">${none}</p>`
  const further = examples.slice(openErrors)
  return markup`<ol class="errors">${examples.slice(0, openErrors).map(errorCard)}</ol>${
    further.length > 0 &&
    markup`<details><summary>${further.length} more</summary><ol class="errors" start="${openErrors + 1}">${further.map(errorCard)}</ol></details>`
  }`
}

function errorCard(example: Misclassification): Markup {
  const { verdict, probability, listing, line, marketplace, source, reason, brands } = example
  const places = [marketplace, source === marketplace ? undefined : source].filter(
    (part) => part !== undefined,
  )
  return markup`<li class="error"><div class="error-head"><span class="badge ${verdict}">${verdict}</span> <b class="number">${percent(probability)}</b> <span class="faint">${strange(listing)}${
    line !== undefined && ` · line ${line}`
  }${places.map((place) => markup` · ${strange(place)}`)}</span></div>
${example.passages.map(passageLine)}
${reason !== undefined && markup`<p class="reason">${sentence(reason)}</p>`}
${brands.length > 0 && markup`<p class="faint">Brands found: ${brands.map((brand, at) => markup`${at > 0 && ', '}${strange(brand)}`)}</p>`}
${
  example.signals.length === 0
    ? markup`<p class="faint">No signal was found.</p>`
    : markup`<ul class="why">${example.signals.map(
        ({ code, weight, detail }) =>
          markup`<li><code>${code}</code> <span class="number">${weightText(weight)}</span>${detail !== undefined && markup` <span class="faint">${sentence(detail)}</span>`}</li>`,
      )}</ul>`
}</li>`
}

function passageLine(passage: Passage): Markup {
  const name = passage.field === 'title' ? 'error-title' : 'passage'
  const label =
    passage.field === 'title' ? '' : markup`<span class="field">${strange(passage.field)}</span> `
  const pieces = passage.pieces.map(({ start, text }) => {
    const end = start + text.length
    return markup`${start > 0 && '… '}${markedText(text, start, passage.marks)}${end < passage.length && ' …'}`
  })
  return markup`<p class="${name}">${label}<bdi>${pieces}</bdi></p>`
}

function markedText(text: string, offset: number, marks: Passage['marks']): Markup[] {
  const parts: Markup[] = []
  let from = 0
  for (const mark of marks) {
    const start = Math.max(from, mark.start - offset)
    const end = Math.min(text.length, mark.end - offset)
    if (end <= start) continue
    parts.push(
      markup`${shown(text.slice(from, start))}<mark>${shown(text.slice(start, end))}</mark>`,
    )
    from = end
  }
  return [...parts, markup`${shown(text.slice(from))}`]
}
