// @ts-check
import { byId, element, fill, verdictShape } from './elements.js'
import { isolated } from './field-text.js'
import { amount, counted, dateWords, percent, verdictWords } from './wording.js'

/**
 * @typedef {import('../model.ts').ReportData} ReportData
 * @typedef {import('./view-state.js').ViewState} ViewState
 */

/** @param {ReportData} data */
export function showHead(data) {
  fill(
    byId('report-meta'),
    element('span', {}, dateWords(data.date)),
    element('span', {}, amount(data.total, 'listing', 'listings')),
    ...data.engines.map((engine) => element('span', {}, isolated(engine))),
  )
  const notes = [
    element(
      'p',
      {},
      `Probabilities start from a base rate of ${percent(data.baseRate)}: the assumed share of counterfeits before any evidence. If the true share differs, all probabilities shift and their order stays the same. A verdict says what to do next; it is not a finding of fact.`,
    ),
  ]
  if (data.priceSignals > 0) {
    notes.push(
      element(
        'p',
        {},
        `${amount(data.priceSignals, 'listing has', 'listings have')} a price signal. Price bands of the starter pack are unverified editorial estimates.`,
      ),
    )
  }
  fill(byId('notes'), ...notes)
  fill(
    byId('foot'),
    element('p', {}, selectionWords(data)),
    element(
      'p',
      {},
      'Touchstone assesses listings and gives reasons for each verdict. A person decides.',
    ),
  )
}

/**
 * How the listings in this file were chosen from all that were screened.
 * @param {ReportData} data
 */
export function selectionWords(data) {
  const { kept, verdicts, total } = data
  if (kept.flagged + kept.clear === total)
    return `This report contains all ${counted(total)} screened listings.`
  const flagged = total - verdicts.clear
  const flaggedWords =
    kept.flagged === flagged
      ? `all ${counted(flagged)} that are not clear`
      : `the ${counted(kept.flagged)} with the highest probability of ${counted(flagged)} that are not clear`
  const clearWords =
    kept.clear === verdicts.clear
      ? `all ${counted(kept.clear)} clear ones`
      : `a random sample of ${counted(kept.clear)} of ${counted(verdicts.clear)} clear ones`
  return `This report contains ${counted(kept.flagged + kept.clear)} of ${counted(total)} screened listings: ${flaggedWords}, and ${clearWords}. The counts by verdict, brand and signal cover all of them.`
}

/**
 * @param {ReportData} data
 * @param {(verdict: string) => void} toggle
 */
export function showTiles(data, toggle) {
  const tiles = verdictWords.map(({ id, name, meaning }) => {
    const listings = data.verdicts[id]
    const share = data.total === 0 ? '' : `${((listings / data.total) * 100).toFixed(1)}%`
    const tile = element(
      'button',
      { type: 'button', class: `tile ${id}`, 'data-verdict': id, 'aria-pressed': 'false' },
      element('span', { class: 'tile-name' }, verdictShape(id), name),
      element(
        'span',
        { class: 'tile-count' },
        element('b', {}, counted(listings)),
        ' ',
        element('span', {}, share),
      ),
      element('span', { class: 'tile-meaning' }, meaning),
    )
    tile.addEventListener('click', () => toggle(id))
    return tile
  })
  fill(byId('tiles'), ...tiles)
}

/** @param {ViewState} state */
export function markTiles(state) {
  for (const tile of byId('tiles').children) {
    const verdict = tile.getAttribute('data-verdict') ?? ''
    tile.setAttribute('aria-pressed', String(state.verdicts.includes(verdict)))
  }
}

/**
 * @param {ReportData} data
 * @param {(kind: 'brand' | 'signal', key: string) => void} choose
 */
export function showOverview(data, choose) {
  const target = byId('overview')
  if (data.brands.top.length === 0 && data.signals.top.length === 0) {
    target.hidden = true
    return
  }
  fill(
    target,
    element('summary', {}, `Brands and signals in all ${counted(data.total)} listings`),
    element(
      'div',
      { class: 'ranks' },
      rank('Most frequent brands', 'brand', data.brands, choose),
      rank('Most frequent signals', 'signal', data.signals, choose),
    ),
  )
}

/**
 * @param {string} title
 * @param {'brand' | 'signal'} kind
 * @param {import('../model.ts').Counts} counts
 * @param {(kind: 'brand' | 'signal', key: string) => void} choose
 */
function rank(title, kind, counts, choose) {
  const shown = counts.top.slice(0, 10)
  const most = shown[0]?.listings ?? 1
  const further = counts.top.length - shown.length + counts.furtherKeys
  const rows = shown.map(({ key, listings }) => {
    const button = element(
      'button',
      { type: 'button' },
      element('span', { class: 'rank-name' }, isolated(key)),
      element('span', { class: 'rank-count' }, counted(listings)),
    )
    button.addEventListener('click', () => choose(kind, key))
    const bar = element('span', { class: 'rank-bar' })
    bar.style.width = `${(listings / most) * 100}%`
    return element('li', {}, button, element('span', { class: 'rank-track' }, bar))
  })
  return element(
    'section',
    {},
    element('h2', {}, title),
    element('ol', {}, ...rows),
    further > 0 && element('p', { class: 'further' }, `and ${counted(further)} more`),
  )
}
