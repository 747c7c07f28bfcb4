// @ts-check
import { contributionChart, contributions } from './chart.js'
import { byId, element, fill } from './elements.js'
import { isolated, markedField, plainText, sentence } from './field-text.js'
import { badge } from './table.js'
import {
  amount,
  counted,
  dateWords,
  fieldName,
  money,
  probabilityText,
  roleWord,
  signed,
} from './wording.js'

/**
 * @typedef {import('../model.ts').ReportListing} ReportListing
 * @typedef {import('../model.ts').ReportSignal} ReportSignal
 * @typedef {object} PanelActions
 * @property {() => void} close
 * @property {(by: number) => void} move
 * @property {string} place such as "3 of 60"
 * @property {boolean} hasPrevious
 * @property {boolean} hasNext
 */

/**
 * @param {string} title
 * @param {...import('./elements.js').Child} children
 */
function section(title, ...children) {
  return element('section', {}, element('h3', {}, title), ...children)
}

/**
 * @param {ReportListing} listing
 * @param {PanelActions} actions
 */
export function showPanel(listing, actions) {
  const panel = byId('panel')
  const { weights, base, whole, equation } = contributions(listing)
  const chart = element('div', { class: 'chart-box' })
  const [title, ...others] = listing.fields
  fill(
    panel,
    bar(actions),
    element(
      'div',
      { class: 'panel-body' },
      element(
        'div',
        { class: `verdict-box ${listing.verdict}` },
        element(
          'p',
          { class: 'verdict-line' },
          badge(listing.verdict),
          element('span', { class: 'number' }, probabilityText(listing.probability)),
          element('span', { class: 'faint' }, 'probability of counterfeit'),
        ),
        listing.reason !== undefined &&
          element('p', { class: 'verdict-reason' }, sentence(listing.reason)),
        listing.complete === false &&
          element(
            'p',
            { class: 'faint' },
            'Not all evidence could be assessed in time; a later assessment may differ.',
          ),
      ),
      element(
        'h2',
        { id: 'panel-title', tabindex: '-1' },
        title === undefined ? '(no title)' : markedField(title, listing.signals),
      ),
      facts(listing),
      section('Reasons', signalList(listing, weights)),
      section(
        'Contribution of each signal',
        chart,
        element('p', { class: 'sum number' }, equation),
        element(
          'p',
          { class: 'faint' },
          `The bars are log-odds; the axis shows the resulting probability. They start at the base rate (${signed(base)}) and end at ${signed(whole)}.`,
        ),
      ),
      section('Listing text', fieldList(listing, others)),
      section('Brands', brandTable(listing)),
      section('Not assessed', silentWords(listing)),
    ),
  )
  panel.hidden = false
  panel.scrollTop = 0
  panel.setAttribute('aria-label', `Listing ${listing.id}`)
  drawChart(chart, listing)
}

/**
 * @param {HTMLElement} box
 * @param {ReportListing} listing
 */
function drawChart(box, listing) {
  let drawn = 0
  const draw = () => {
    const width = Math.floor(box.clientWidth)
    if (width === 0 || width === drawn) return
    drawn = width
    fill(box, contributionChart(listing, width))
  }
  draw()
  const watch = new ResizeObserver(() => {
    if (box.isConnected) draw()
    else watch.disconnect()
  })
  watch.observe(box)
}

/** @param {PanelActions} actions */
function bar({ close, move, place, hasPrevious, hasNext }) {
  /**
   * @param {string} text
   * @param {string} name
   * @param {() => void} act
   * @param {boolean} disabled
   */
  const button = (text, name, act, disabled = false) => {
    const made = element(
      'button',
      { type: 'button', class: 'quiet', 'aria-label': name, title: name, disabled },
      text,
    )
    made.addEventListener('click', act)
    return made
  }
  return element(
    'div',
    { class: 'panel-bar' },
    element('span', { class: 'number place' }, place),
    button('↑', 'Previous listing (k)', () => move(-1), !hasPrevious),
    button('↓', 'Next listing (j)', () => move(1), !hasNext),
    button('Close', 'Close the listing (Esc)', close),
  )
}

/** @param {ReportListing} listing */
function facts(listing) {
  /** @type {[string, import('./elements.js').Child][]} */
  const rows = [
    ['Price', money(listing.price) || 'not stated'],
    ['Shipping', money(listing.shippingPrice)],
    [
      'Marketplace',
      listing.marketplace === undefined ? 'not stated' : isolated(listing.marketplace),
    ],
    ['Condition', listing.condition ?? 'not stated'],
    ['Seller', listing.seller === undefined ? 'not stated' : sellerWords(listing.seller)],
    ['Ships from', listing.shipsFrom],
    ['Seen', listing.observedAt && dateWords(listing.observedAt)],
    ['Pictures', listing.images === 0 ? 'none' : counted(listing.images)],
    ['Listing', isolated(listing.id)],
    // Not a link: following a suspect address is for the reader to decide.
    ['Address', listing.url && isolated(listing.url)],
    [
      'Input',
      listing.line === undefined
        ? `listing ${counted(listing.seq)}`
        : `line ${counted(listing.line)}`,
    ],
  ]
  return element(
    'dl',
    { class: 'facts' },
    ...rows
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) =>
        element('div', {}, element('dt', {}, name), element('dd', {}, value)),
      ),
  )
}

/** @param {{ id: string, name?: string, country?: string }} seller */
function sellerWords({ id, name, country }) {
  return element(
    'span',
    {},
    name !== undefined && isolated(name),
    name !== undefined && ' · ',
    isolated(id),
    country !== undefined && ` · ${country}`,
  )
}

/**
 * @param {ReportListing} listing
 * @param {readonly number[]} weights in hundredths, as the chart shows them
 */
function signalList(listing, weights) {
  if (listing.signals.length === 0) {
    return element('p', { class: 'faint' }, 'No signals were found in this listing.')
  }
  return element(
    'ol',
    { class: 'signals' },
    ...listing.signals.map((signal, index) =>
      signalRow(listing, signal, index + 1, weights[index] ?? 0),
    ),
  )
}

/**
 * @param {ReportListing} listing
 * @param {ReportSignal} signal
 * @param {number} number
 * @param {number} weight
 */
function signalRow(listing, signal, number, weight) {
  const direction = signal.weight < 0 ? 'lowers' : 'raises'
  return element(
    'li',
    { id: `signal-${number}`, class: direction },
    signal.spans.length > 0 ? jump(number) : element('span', { class: 'ball' }, String(number)),
    element(
      'div',
      { class: 'signal-words' },
      element(
        'p',
        { class: 'detail' },
        signal.detail === undefined ? isolated(signal.code) : sentence(signal.detail),
      ),
      element(
        'p',
        { class: 'signal-meta' },
        element('span', { class: 'family' }, signal.family),
        element('code', {}, isolated(signal.code)),
        place(listing, signal),
      ),
    ),
    element('span', { class: 'weight number', title: 'log-odds' }, signed(weight)),
  )
}

/** @param {number} number */
function jump(number) {
  const button = element(
    'button',
    {
      type: 'button',
      class: 'ball',
      'aria-label': `Signal ${number}: show it in the text`,
      title: 'Show it in the text',
    },
    String(number),
  )
  button.addEventListener('click', () => {
    const all = [...document.querySelectorAll(`#panel mark[data-signals~="${number}"]`)]
    // The title stands in sight already; a mark further down is what the reader looks for.
    all[0]?.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' })
    for (const mark of all) {
      mark.classList.remove('flash')
      mark.getBoundingClientRect()
      mark.classList.add('flash')
    }
  })
  return button
}

function calm() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

/**
 * @param {ReportListing} listing
 * @param {ReportSignal} signal
 */
function place(listing, signal) {
  const made = element('span', { class: 'place-words' })
  const [first] = signal.spans
  const piece = first && pieceOf(listing, first.field, first.start)
  if (first !== undefined && piece !== undefined) {
    const quote = piece.text.slice(first.start - piece.start, first.end - piece.start)
    made.append(
      '“',
      isolated(quote.length > 80 ? `${quote.slice(0, 79)}…` : quote),
      '” in ',
      isolated(fieldName(first.field).toLowerCase()),
    )
    if (signal.spans.length > 1)
      made.append(` and ${amount(signal.spans.length - 1, 'further place', 'further places')}`)
  } else if (signal.quote !== undefined) {
    made.append('“', isolated(signal.quote), '”')
  }
  if (signal.image !== undefined) made.append(` picture ${signal.image + 1}`)
  if (signal.spansLeftOut > 0)
    made.append(` (${amount(signal.spansLeftOut, 'place', 'places')} in text that is not shown)`)
  return made
}

/**
 * @param {ReportListing} listing
 * @param {string} path
 * @param {number} start
 */
function pieceOf(listing, path, start) {
  return listing.fields
    .find((field) => field.path === path)
    ?.pieces.find((piece) => start >= piece.start && start < piece.start + piece.text.length)
}

/**
 * @param {ReportListing} listing
 * @param {readonly import('../model.ts').ReportField[]} fields
 */
function fieldList(listing, fields) {
  const { attributes, variants, reviews } = listing.fieldsLeftOut
  const left = [
    attributes > 0 && amount(attributes, 'attribute', 'attributes'),
    variants > 0 && amount(variants, 'variant', 'variants'),
    reviews > 0 && amount(reviews, 'review', 'reviews'),
  ].filter((words) => words !== false)
  return element(
    'div',
    { class: 'fields' },
    fields.length === 0 &&
      element('p', { class: 'faint' }, 'The listing has no text besides its title.'),
    ...fields.map((field) =>
      element(
        'div',
        { class: `field-row ${field.path.split('/', 1)[0]}` },
        element(
          'h4',
          {},
          isolated(fieldName(field.path)),
          field.note !== undefined &&
            element('span', { class: 'faint number' }, ` · ${field.note}`),
        ),
        markedField(field, listing.signals),
      ),
    ),
    left.length > 0 &&
      element(
        'p',
        { class: 'faint' },
        `Not shown, as they contain no evidence: ${left.join(', ')}.`,
      ),
  )
}

/** @param {ReportListing} listing */
function brandTable(listing) {
  if (listing.brands.length === 0) {
    return element('p', { class: 'faint' }, 'The listing refers to no brand of the catalog.')
  }
  return element(
    'table',
    { class: 'brands' },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...['Brand', 'Role', 'Form', 'Confidence'].map((name) =>
          element('th', { scope: 'col' }, name),
        ),
      ),
    ),
    element(
      'tbody',
      {},
      ...listing.brands.map(({ id, role, form, confidence }) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, isolated(id)),
          element('td', {}, roleWord(role)),
          element('td', {}, form ?? 'not stated'),
          element('td', { class: 'number' }, `${Math.round(confidence * 100)}%`),
        ),
      ),
    ),
  )
}

/** @param {ReportListing} listing */
function silentWords(listing) {
  if (listing.silent.length === 0)
    return element('p', { class: 'faint' }, 'Every signal family had data.')
  return element(
    'p',
    {},
    'No data for: ',
    ...listing.silent.flatMap((family, index) => [index > 0 ? ', ' : '', plainText(family)]),
    '. This counts neither for nor against the listing.',
  )
}
