// @ts-check

/**
 * @typedef {import('../model.ts').ReportListing} ReportListing
 * @typedef {object} ViewState
 * @property {string[]} verdicts none means all
 * @property {string} brand
 * @property {string} marketplace
 * @property {string} signal
 * @property {string} query
 * @property {'probability' | 'input'} order
 * @property {number} page from 1
 * @property {number | undefined} listing the open listing's place in the input
 */

/** Stands for listings that name none, where an empty choice means any. */
export const none = '-'

/** @returns {ViewState} */
export function emptyState() {
  return {
    verdicts: [],
    brand: '',
    marketplace: '',
    signal: '',
    query: '',
    order: 'probability',
    page: 1,
    listing: undefined,
  }
}

/**
 * @param {string} hash
 * @returns {ViewState}
 */
export function readHash(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ''))
  const listing = Number(given.get('listing'))
  const page = Number(given.get('page'))
  const known = ['block', 'review', 'ask-proof', 'clear']
  return {
    verdicts: known.filter((verdict) => (given.get('verdict') ?? '').split(',').includes(verdict)),
    brand: given.get('brand') ?? '',
    marketplace: given.get('marketplace') ?? '',
    signal: given.get('signal') ?? '',
    query: given.get('q') ?? '',
    order: given.get('order') === 'input' ? 'input' : 'probability',
    page: Number.isInteger(page) && page > 0 ? page : 1,
    listing: Number.isInteger(listing) && listing > 0 ? listing : undefined,
  }
}

/** @param {ViewState} state */
export function writeHash(state) {
  const said = new URLSearchParams()
  if (state.verdicts.length > 0) said.set('verdict', state.verdicts.join(','))
  if (state.brand !== '') said.set('brand', state.brand)
  if (state.marketplace !== '') said.set('marketplace', state.marketplace)
  if (state.signal !== '') said.set('signal', state.signal)
  if (state.query !== '') said.set('q', state.query)
  if (state.order === 'input') said.set('order', 'input')
  if (state.page > 1) said.set('page', String(state.page))
  if (state.listing !== undefined) said.set('listing', String(state.listing))
  return said.size === 0 ? '#' : `#${said.toString().replaceAll('%2C', ',')}`
}

/** @param {ViewState} state */
export function isFiltered(state) {
  return (
    state.verdicts.length > 0 ||
    [state.brand, state.marketplace, state.signal, state.query].some((value) => value !== '')
  )
}

/** @param {string} text */
function folded(text) {
  return text.normalize('NFKC').toLowerCase()
}

/** @type {WeakMap<ReportListing, string>} */
const searchTexts = new WeakMap()

/** @param {ReportListing} listing */
function searchText(listing) {
  const known = searchTexts.get(listing)
  if (known !== undefined) return known
  const text = folded(
    [
      listing.id,
      listing.url,
      listing.seller?.id,
      listing.seller?.name,
      listing.reason,
      ...listing.brands.map((brand) => brand.id),
      ...listing.fields.flatMap((field) => field.pieces.map((piece) => piece.text)),
    ].join('\n'),
  )
  searchTexts.set(listing, text)
  return text
}

/**
 * All words of the query must occur, in any order.
 * @param {readonly ReportListing[]} listings most probable first
 * @param {ViewState} state
 */
export function chosenListings(listings, state) {
  const words = folded(state.query).split(/\s+/).filter(Boolean)
  const chosen = listings.filter(
    (listing) =>
      (state.verdicts.length === 0 || state.verdicts.includes(listing.verdict)) &&
      (state.marketplace === '' ||
        (state.marketplace === none
          ? listing.marketplace === undefined
          : listing.marketplace === state.marketplace)) &&
      (state.brand === '' ||
        (state.brand === none
          ? listing.brands.length === 0
          : listing.brands.some((brand) => brand.id === state.brand))) &&
      (state.signal === '' || listing.signals.some((signal) => signal.code === state.signal)) &&
      (words.length === 0 || words.every((word) => searchText(listing).includes(word))),
  )
  return state.order === 'input' ? chosen.sort((a, b) => a.seq - b.seq) : chosen
}
