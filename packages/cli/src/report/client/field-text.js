// @ts-check
import { element } from './elements.js'
import { visibleRuns } from './hidden-characters.js'
import { segments } from './marks.js'

/**
 * @typedef {import('../model.ts').ReportField} ReportField
 * @typedef {import('../model.ts').ReportSignal} ReportSignal
 * @typedef {import('./marks.js').Mark} Mark
 */

/**
 * Text of a listing, with a boxed code for each character that cannot be seen.
 * @param {string} text
 */
export function plainText(text) {
  const made = document.createDocumentFragment()
  for (const run of visibleRuns(text)) {
    made.append(
      run.label === undefined
        ? run.text
        : element('span', { class: 'hidden-character', dir: 'ltr', title: run.name }, run.label),
    )
  }
  return made
}

/**
 * A short text of a listing inside a line of ours, so that its direction stays its own.
 * @param {string} text
 */
export function isolated(text) {
  return element('bdi', {}, plainText(text))
}

/**
 * A sentence of the engine's, which is English even where it begins with the listing's words.
 * @param {string} text
 */
export function sentence(text) {
  return element('bdi', { dir: 'ltr' }, plainText(text))
}

/**
 * @param {readonly ReportSignal[]} signals
 * @param {string} path
 * @returns {Mark[]}
 */
function marksIn(signals, path) {
  return signals.flatMap((signal, index) =>
    signal.spans
      .filter((span) => span.field === path)
      .map(({ start, end }) => ({ start, end, signal: index + 1 })),
  )
}

/**
 * @param {ReportField} field
 * @param {readonly ReportSignal[]} signals
 */
export function markedField(field, signals) {
  const marks = marksIn(signals, field.path)
  const made = element('div', { class: 'text', dir: 'auto', 'data-field': field.path })
  let at = 0
  for (const piece of field.pieces) {
    if (piece.start > at) made.append(gap(piece.start - at))
    for (const segment of segments(piece.text, piece.start, marks)) {
      made.append(segment.signals.length === 0 ? plainText(segment.text) : marked(segment, signals))
    }
    at = piece.start + piece.text.length
  }
  if (at < field.length) made.append(gap(field.length - at))
  return made
}

/**
 * @param {import('./marks.js').Segment} segment
 * @param {readonly ReportSignal[]} signals
 */
function marked(segment, signals) {
  const raises = segment.signals.some((number) => (signals[number - 1]?.weight ?? 0) >= 0)
  const overlap = segment.signals.length > 1
  return element(
    'mark',
    {
      class: `${raises ? 'raises' : 'lowers'}${overlap ? ' overlap' : ''}`,
      'data-signals': segment.signals.join(' '),
      // Drawn by the style sheet, so that copied text stays the listing's own.
      'data-ends': segment.ends.length > 0 ? segment.ends.join(' ') : undefined,
      title: segment.signals
        .map(
          (number) =>
            `${number}: ${signals[number - 1]?.detail ?? signals[number - 1]?.code ?? ''}`,
        )
        .join('\n'),
    },
    plainText(segment.text),
  )
}

/** @param {number} length */
function gap(length) {
  return element(
    'span',
    { class: 'gap', dir: 'ltr' },
    ` … ${length.toLocaleString('en-GB')} characters left out … `,
  )
}
