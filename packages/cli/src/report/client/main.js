// @ts-check
import { byId, element, fill } from './elements.js'
import { markTiles, selectionWords, showHead, showOverview, showTiles } from './overview.js'
import { showPanel } from './panel.js'
import { markCurrent, pageSize, rowLink, showTable } from './table.js'
import { chosenListings, emptyState, isFiltered, none, readHash, writeHash } from './view-state.js'
import { amount, counted } from './wording.js'

/**
 * @typedef {import('../model.ts').ReportData} ReportData
 * @typedef {import('../model.ts').ReportListing} ReportListing
 */

/** @type {ReportData} */
const data = JSON.parse(byId('data').textContent ?? '')
const bySeq = new Map(data.listings.map((listing) => [listing.seq, listing]))
const narrow = matchMedia('(max-width: 1099px)')
const search = /** @type {HTMLInputElement} */ (byId('search'))
const selects = {
  brand: /** @type {HTMLSelectElement} */ (byId('brand')),
  marketplace: /** @type {HTMLSelectElement} */ (byId('marketplace')),
  signal: /** @type {HTMLSelectElement} */ (byId('signal')),
  order: /** @type {HTMLSelectElement} */ (byId('order')),
}
let state = readHash(location.hash)
/** @type {ReportListing[]} */
let chosen = []

/**
 * @param {Partial<import('./view-state.js').ViewState>} change
 * @param {'replace' | 'push'} history
 */
function go(change, history = 'replace') {
  const filters = Object.keys(change).some((key) => key !== 'listing' && key !== 'page')
  state = { ...state, ...(filters ? { page: 1 } : {}), ...change }
  const address = writeHash(state)
  if (history === 'push') window.history.pushState(null, '', address)
  else window.history.replaceState(null, '', address)
  show()
}

function show() {
  chosen = chosenListings(data.listings, state)
  const pages = Math.max(1, Math.ceil(chosen.length / pageSize))
  state.page = Math.min(state.page, pages)
  markTiles(state)
  showFilters()
  if (chosen.length === 0) showEmpty()
  else showTable(chosen, state, (page) => turnTo(page))
  showListing()
}

/** @param {number} page */
function turnTo(page) {
  go({ page })
  byId('list').scrollIntoView({ block: 'start' })
  byId('list').focus({ preventScroll: true })
}

function showFilters() {
  if (search.value !== state.query) search.value = state.query
  selects.brand.value = state.brand
  selects.marketplace.value = state.marketplace
  selects.signal.value = state.signal
  selects.order.value = state.order
  const inFile = data.listings.length
  byId('count').textContent = isFiltered(state)
    ? `${counted(chosen.length)} of ${amount(inFile, 'listing', 'listings')} in this report match`
    : selectionWords(data)
  byId('clear').hidden = !isFiltered(state)
}

function showEmpty() {
  byId('pager').hidden = true
  if (data.total === 0) {
    fill(
      byId('list'),
      element(
        'div',
        { class: 'empty' },
        element('h2', {}, 'No listings were screened'),
        element('p', {}, 'The input contained no readable listing.'),
      ),
    )
    return
  }
  const button = element('button', { type: 'button' }, 'Clear filters')
  button.addEventListener('click', clearFilters)
  fill(
    byId('list'),
    element(
      'div',
      { class: 'empty' },
      element('h2', {}, 'No listing matches'),
      element('p', {}, 'No listing in this report matches all of these filters.'),
      button,
    ),
  )
}

function clearFilters() {
  go({ ...emptyState(), order: state.order, listing: state.listing })
  search.focus()
}

let drawnListing = ''

function showListing() {
  const panel = byId('panel')
  const listing = state.listing === undefined ? undefined : bySeq.get(state.listing)
  document.body.classList.toggle('with-panel', listing !== undefined)
  byId('content').inert = listing !== undefined && narrow.matches
  markCurrent(listing?.seq)
  if (listing === undefined) {
    panel.hidden = true
    drawnListing = ''
    fill(panel)
    return
  }
  const at = chosen.indexOf(listing)
  const place =
    at < 0 ? 'excluded by the filters' : `${counted(at + 1)} of ${counted(chosen.length)}`
  if (drawnListing === `${listing.seq} ${place}`) return
  drawnListing = `${listing.seq} ${place}`
  showPanel(listing, {
    close: closeListing,
    move: moveListing,
    place,
    hasPrevious: at > 0,
    hasNext: at >= 0 && at < chosen.length - 1,
  })
}

/** @param {number} seq */
function openListing(seq) {
  const history = state.listing === undefined ? 'push' : 'replace'
  const at = chosen.findIndex((listing) => listing.seq === seq)
  go({ listing: seq, ...(at < 0 ? {} : { page: Math.floor(at / pageSize) + 1 }) }, history)
  byId('panel').focus({ preventScroll: true })
  rowLink(seq)?.scrollIntoView({ block: 'nearest' })
}

function closeListing() {
  const seq = state.listing
  if (seq === undefined) return
  go({ listing: undefined }, 'push')
  const link = rowLink(seq)
  if (link === null) byId('list').focus()
  else link.focus()
}

/** @param {number} by */
function moveListing(by) {
  const at = chosen.findIndex((listing) => listing.seq === state.listing)
  const next = chosen[at + by]
  if (at >= 0 && next !== undefined) openListing(next.seq)
}

/** @param {number} by */
function moveRow(by) {
  const focused = document.activeElement?.closest('#list tr[data-seq]')
  const at = chosen.findIndex(
    (listing) => String(listing.seq) === focused?.getAttribute('data-seq'),
  )
  const to =
    at < 0 ? (state.page - 1) * pageSize : Math.min(Math.max(at + by, 0), chosen.length - 1)
  const next = chosen[to]
  if (next === undefined) return
  const page = Math.floor(to / pageSize) + 1
  if (page !== state.page) go({ page })
  const link = rowLink(next.seq)
  link?.focus({ preventScroll: true })
  link?.closest('tr')?.scrollIntoView({ block: 'nearest' })
}

const keys = [
  ['j or ↓', 'next listing'],
  ['k or ↑', 'previous listing'],
  ['Enter', 'open the listing'],
  ['Esc', 'close the listing, or leave the search'],
  ['/', 'search'],
  ['?', 'show keyboard shortcuts'],
]

function openKeys() {
  const dialog = /** @type {HTMLDialogElement} */ (byId('keys'))
  if (dialog.open) return
  const close = element('button', { type: 'button' }, 'Close')
  close.addEventListener('click', () => dialog.close())
  fill(
    dialog,
    element('h2', { id: 'keys-title' }, 'Keyboard shortcuts'),
    element(
      'dl',
      {},
      ...keys.map(([key = '', does = '']) =>
        element('div', {}, element('dt', {}, element('kbd', {}, key)), element('dd', {}, does)),
      ),
    ),
    close,
  )
  dialog.showModal()
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (/** @type {HTMLDialogElement} */ (byId('keys')).open) return
  const target = /** @type {HTMLElement} */ (event.target)
  const inControl = target.closest('input, select, textarea') !== null
  if (event.key === 'Escape') {
    if (target === search) search.blur()
    else closeListing()
    return
  }
  if (inControl) return
  const isOpen = state.listing !== undefined
  const inPanel = target.closest('#panel') !== null
  switch (event.key) {
    case 'j':
    case 'k':
      if (isOpen) moveListing(event.key === 'j' ? 1 : -1)
      else moveRow(event.key === 'j' ? 1 : -1)
      break
    case 'ArrowDown':
    case 'ArrowUp':
      // Inside an open listing the arrows scroll its text.
      if (inPanel) return
      if (isOpen) moveListing(event.key === 'ArrowDown' ? 1 : -1)
      else moveRow(event.key === 'ArrowDown' ? 1 : -1)
      break
    case '/':
      if (isOpen && narrow.matches) closeListing()
      search.focus()
      search.select()
      break
    case '?':
      openKeys()
      break
    default:
      return
  }
  event.preventDefault()
}

/**
 * @param {HTMLSelectElement} select
 * @param {string} any
 * @param {readonly { key: string, words: string }[]} options
 */
function fillSelect(select, any, options) {
  fill(
    select,
    element('option', { value: '' }, any),
    ...options.map(({ key, words }) => element('option', { value: key }, words)),
  )
}

function prepareFilters() {
  const marketplaces = new Set(data.listings.map((listing) => listing.marketplace ?? none))
  fillSelect(
    selects.marketplace,
    'All marketplaces',
    [...marketplaces].sort().map((key) => ({ key, words: key === none ? 'Not stated' : key })),
  )
  const counts = (/** @type {import('../model.ts').Counts} */ { top }) =>
    [...top]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ key, listings }) => ({ key, words: `${key} (${counted(listings)})` }))
  fillSelect(selects.brand, 'All brands', [
    ...counts(data.brands),
    { key: none, words: 'No brand' },
  ])
  fillSelect(selects.signal, 'All signals', counts(data.signals))
  selects.brand.addEventListener('change', () => go({ brand: selects.brand.value }))
  selects.marketplace.addEventListener('change', () =>
    go({ marketplace: selects.marketplace.value }),
  )
  selects.signal.addEventListener('change', () => go({ signal: selects.signal.value }))
  selects.order.addEventListener('change', () =>
    go({ order: selects.order.value === 'input' ? 'input' : 'probability' }),
  )
  let waiting = 0
  search.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => go({ query: search.value }), 120)
  })
  byId('filters').addEventListener('submit', (event) => {
    event.preventDefault()
    go({ query: search.value })
  })
  byId('clear').addEventListener('click', clearFilters)
}

const themes = ['auto', 'light', 'dark']

/** @param {string} theme */
function setTheme(theme) {
  document.documentElement.dataset['theme'] = theme
  byId('theme').textContent = `Theme: ${theme}`
}

function prepareTheme() {
  let theme = 'auto'
  try {
    theme = localStorage.getItem('touchstone-theme') ?? 'auto'
  } catch {
    // A page opened from disk may have no storage; the choice then lasts as long as the page.
  }
  setTheme(themes.includes(theme) ? theme : 'auto')
  byId('theme').addEventListener('click', () => {
    const current = document.documentElement.dataset['theme'] ?? 'auto'
    const next = themes[(themes.indexOf(current) + 1) % themes.length] ?? 'auto'
    setTheme(next)
    try {
      localStorage.setItem('touchstone-theme', next)
    } catch {
      // As above.
    }
  })
}

prepareTheme()
prepareFilters()
showHead(data)
showTiles(data, (verdict) => {
  const verdicts = state.verdicts.includes(verdict)
    ? state.verdicts.filter((other) => other !== verdict)
    : [...state.verdicts, verdict]
  go({ verdicts })
})
showOverview(data, (kind, key) => {
  go({ [kind]: key })
  byId('filters').scrollIntoView({ block: 'start' })
})
byId('keys-open').addEventListener('click', openKeys)
document.addEventListener('keydown', onKey)
byId('list').addEventListener('click', (event) => {
  const line = /** @type {HTMLElement} */ (event.target).closest('tr[data-seq]')
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0
  if (line === null || !plain || window.getSelection()?.type === 'Range') return
  event.preventDefault()
  openListing(Number(line.getAttribute('data-seq')))
})
document.querySelector('.skip')?.addEventListener('click', (event) => {
  // Following the link would put its target where the filters stand.
  event.preventDefault()
  byId('list').focus()
})
window.addEventListener('popstate', () => {
  state = readHash(location.hash)
  show()
})
narrow.addEventListener('change', showListing)
show()
