// @ts-check

/** @typedef {import('@touchstone/contract').Verdict} Verdict */

/** @type {readonly { id: Verdict, name: string, meaning: string }[]} */
export const verdictWords = [
  {
    id: 'block',
    name: 'Strong signs',
    meaning: 'Strong evidence of counterfeit. Withhold the listing.',
  },
  {
    id: 'review',
    name: 'Review',
    meaning: 'A person should decide before any action is taken.',
  },
  {
    id: 'ask-proof',
    name: 'Ask for proof',
    meaning: 'The seller provides proof of authenticity first. Not an accusation.',
  },
  {
    id: 'clear',
    name: 'Clear',
    meaning: 'Nothing found that calls for action. Not a certificate of authenticity.',
  },
]

const roleWords = new Map([
  ['offered', 'offered'],
  ['compatible-with', 'fits its goods'],
  ['compared-with', 'compared with it'],
  ['mentioned', 'only mentioned'],
])

/** @param {string | undefined} role */
export function roleWord(role) {
  return role === undefined ? 'not stated' : (roleWords.get(role) ?? role)
}

/** @param {Verdict} verdict */
export function verdictName(verdict) {
  return verdictWords.find(({ id }) => id === verdict)?.name ?? verdict
}

/**
 * Never shows 0 % or 100 %, which no evidence reaches.
 * @param {number} p
 */
export function percent(p) {
  if (p < 0.0001) return '< 0.01%'
  if (p > 0.9999) return '> 99.99%'
  if (p < 0.001 || p > 0.999) return `${(p * 100).toFixed(2)}%`
  return `${(p * 100).toFixed(1)}%`
}

/**
 * A probability of counterfeit in whole per cent, rounded down as in the sentences of assessments.
 * @param {number} p
 */
export function probabilityText(p) {
  if (p > 0 && p < 0.01) return '< 1%'
  const whole = Math.floor(p * 100)
  const isNext = p >= (whole + 1) / 100
  return `${isNext ? whole + 1 : whole - (p < whole / 100 ? 1 : 0)}%`
}

/**
 * As few digits as a round share of the axis needs.
 * @param {number} p
 */
export function axisPercent(p) {
  const digits = Math.max(0, Math.ceil(-Math.log10(Math.min(p, 1 - p)) - 1e-9) - 2)
  return `${(p * 100).toFixed(digits)}%`
}

/** @param {number} hundredths */
export function signed(hundredths) {
  const figure = (Math.abs(hundredths) / 100).toFixed(2)
  if (hundredths === 0) return figure
  return hundredths < 0 ? `−${figure}` : `+${figure}`
}

/** @param {number} n */
export function counted(n) {
  return n.toLocaleString('en-GB')
}

/**
 * @param {number} n
 * @param {string} one
 * @param {string} many
 */
export function amount(n, one, many) {
  return `${counted(n)} ${n === 1 ? one : many}`
}

/** @param {{ amount: string, currency: string } | undefined} price */
export function money(price) {
  if (price === undefined) return ''
  const [whole = '', fraction] = price.amount.split('.')
  const groups = []
  for (let end = whole.length; end > 0; end -= 3)
    groups.push(whole.slice(Math.max(0, end - 3), end))
  const grouped = groups.reverse().join(',')
  return `${price.currency} ${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

/** @param {string | undefined} iso */
export function dateWords(iso) {
  const date = new Date(iso ?? '')
  if (Number.isNaN(date.getTime())) return iso ?? ''
  const words = date.toLocaleString('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  return `${words} UTC`
}

/** @param {string} path */
export function fieldName(path) {
  const [head = '', ...rest] = path.split('/')
  switch (head) {
    case 'attributes':
      return rest.join('/')
    case 'variants':
      return `Variant ${Number(rest[0]) + 1}`
    case 'reviews':
      return `Review ${Number(rest[0]) + 1}`
    case 'brand':
      return 'Stated brand'
    default:
      return head.charAt(0).toUpperCase() + head.slice(1)
  }
}
