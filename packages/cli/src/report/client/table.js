// @ts-check
import { byId, element, fill, verdictShape } from './elements.js'
import { isolated, sentence } from './field-text.js'
import { writeHash } from './view-state.js'
import { counted, money, probabilityText, verdictName } from './wording.js'

/**
 * @typedef {import('../model.ts').ReportListing} ReportListing
 * @typedef {import('./view-state.js').ViewState} ViewState
 */

export const pageSize = 50

const columns = ['Verdict', 'Probability', 'Listing', 'Brand', 'Price', 'Marketplace']

/** @param {ReportListing} listing */
export function titleOf(listing) {
  return listing.fields[0]?.pieces[0]?.text ?? ''
}

/** @param {string} verdict */
export function badge(verdict) {
  return element(
    'span',
    { class: `badge ${verdict}` },
    verdictShape(verdict),
    verdictName(/** @type {import('@touchstone/contract').Verdict} */ (verdict)),
  )
}

/** @param {ReportListing} listing */
function brandWords(listing) {
  const [first, ...others] = listing.brands
  if (first === undefined) return element('span', { class: 'faint' }, '–')
  return element(
    'span',
    {},
    isolated(first.id),
    others.length > 0 && element('span', { class: 'faint' }, ` +${others.length}`),
  )
}

/**
 * @param {ReportListing} listing
 * @param {ViewState} state
 */
function row(listing, state) {
  const title = titleOf(listing)
  const bar = element('span', { class: `probability-bar ${listing.verdict}` })
  bar.style.width = `${listing.probability * 100}%`
  return element(
    'tr',
    {
      role: 'row',
      'data-seq': listing.seq,
      class: listing.seq === state.listing ? 'current' : undefined,
    },
    element('td', { role: 'cell', class: 'c-verdict' }, badge(listing.verdict)),
    element(
      'td',
      { role: 'cell', class: 'c-probability' },
      element('span', { class: 'number' }, probabilityText(listing.probability)),
      element('span', { class: 'probability-track', 'aria-hidden': 'true' }, bar),
    ),
    element(
      'td',
      { role: 'cell', class: 'c-listing' },
      element(
        'a',
        {
          class: 'title',
          dir: 'auto',
          href: writeHash({ ...state, listing: listing.seq }),
          'aria-current': listing.seq === state.listing ? 'true' : undefined,
        },
        title === '' ? '(no title)' : isolated(title),
      ),
      listing.reason !== undefined &&
        element('span', { class: 'reason' }, sentence(listing.reason)),
    ),
    element('td', { role: 'cell', class: 'c-brand' }, brandWords(listing)),
    element('td', { role: 'cell', class: 'c-price number' }, money(listing.price) || '–'),
    element(
      'td',
      { role: 'cell', class: 'c-marketplace' },
      listing.marketplace === undefined
        ? element('span', { class: 'faint' }, '–')
        : isolated(listing.marketplace),
    ),
  )
}

/**
 * @param {readonly ReportListing[]} chosen
 * @param {ViewState} state
 * @param {(page: number) => void} turn
 */
export function showTable(chosen, state, turn) {
  const from = (state.page - 1) * pageSize
  const shown = chosen.slice(from, from + pageSize)
  fill(
    byId('list'),
    element(
      'table',
      { role: 'table', 'aria-label': 'Listings' },
      element(
        'thead',
        { role: 'rowgroup' },
        element(
          'tr',
          { role: 'row' },
          ...columns.map((name) =>
            element(
              'th',
              { role: 'columnheader', scope: 'col', class: `c-${name.toLowerCase()}` },
              name,
            ),
          ),
        ),
      ),
      element('tbody', { role: 'rowgroup' }, ...shown.map((listing) => row(listing, state))),
    ),
  )
  showPager(chosen.length, state.page, turn)
}

/**
 * @param {number} listings
 * @param {number} page
 * @param {(page: number) => void} turn
 */
function showPager(listings, page, turn) {
  const pages = Math.ceil(listings / pageSize)
  const target = byId('pager')
  target.hidden = pages < 2
  if (pages < 2) return
  /**
   * @param {string} name
   * @param {number} to
   */
  const step = (name, to) => {
    const button = element('button', { type: 'button', disabled: to < 1 || to > pages }, name)
    button.addEventListener('click', () => turn(to))
    return button
  }
  const last = Math.min(page * pageSize, listings)
  fill(
    target,
    step('First', page === 1 ? 0 : 1),
    step('Previous', page - 1),
    element(
      'span',
      { class: 'number' },
      `${counted((page - 1) * pageSize + 1)}–${counted(last)} of ${counted(listings)}`,
    ),
    step('Next', page + 1),
    step('Last', page === pages ? 0 : pages),
  )
}

/** @param {number} seq */
export function rowLink(seq) {
  return /** @type {HTMLElement | null} */ (
    document.querySelector(`#list tr[data-seq="${Number(seq)}"] a.title`)
  )
}

/** @param {number | undefined} seq */
export function markCurrent(seq) {
  for (const line of document.querySelectorAll('#list tbody tr')) {
    const isCurrent = seq !== undefined && line.getAttribute('data-seq') === String(seq)
    line.classList.toggle('current', isCurrent)
    const link = line.querySelector('a.title')
    if (isCurrent) link?.setAttribute('aria-current', 'true')
    else link?.removeAttribute('aria-current')
  }
}
