// @ts-check

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Builds an element. Text becomes a text node, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | undefined>} attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  setAttributes(made, attributes)
  append(made, children)
  return made
}

/**
 * @param {string} tag
 * @param {Record<string, string | number | boolean | undefined>} attributes
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function drawing(tag, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag)
  setAttributes(made, attributes)
  append(made, children)
  return made
}

/**
 * @param {Element} target
 * @param {Record<string, string | number | boolean | undefined>} attributes
 */
function setAttributes(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    target.setAttribute(name, value === true ? '' : String(value))
  }
}

/**
 * @param {Element} target
 * @param {readonly Child[]} children
 */
function append(target, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === '') continue
    target.append(child)
  }
}

/**
 * @param {Element} target
 * @param {...Child} children
 */
export function fill(target, ...children) {
  target.replaceChildren()
  append(target, children)
}

/** @param {string} id */
export function byId(id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`The page has no element ${id}`)
  return found
}

const verdictShapes = new Map([
  ['block', 'M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z'],
  ['review', 'M8 1.5 15.2 14.2H.8z'],
  ['ask-proof', 'M8 .8 15.2 8 8 15.2.8 8z'],
  ['clear', 'M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2z'],
])

/**
 * A shape for each verdict, so that it is told without its colour.
 * @param {string} verdict
 */
export function verdictShape(verdict) {
  return drawing(
    'svg',
    { class: 'shape', viewBox: '0 0 16 16', width: 12, height: 12, 'aria-hidden': 'true' },
    drawing('path', { d: verdictShapes.get(verdict) ?? '', fill: 'currentColor' }),
  )
}
