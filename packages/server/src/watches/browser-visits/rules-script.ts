import type { BrowserRules } from '@touchstone/contract'

const mostListings = 500
const mostLinks = 500
const mostCharacters = 10_000

/** Runs in a world of its own, whose built-in functions the scripts of the page cannot replace. */
const readByRules = `(rules) => {
  const textOf = (element, { select, attribute }) => {
    const at = select === undefined ? element : element.querySelector(select)
    const text = attribute === undefined ? at?.innerText ?? at?.textContent : at?.getAttribute(attribute)
    return typeof text === 'string' ? text.trim().slice(0, ${mostCharacters}) : undefined
  }
  const listings = [...document.querySelectorAll(rules.listing)].slice(0, ${mostListings}).map((element) => {
    const texts = {}
    for (const [name, rule] of Object.entries(rules.fields)) {
      const text = textOf(element, rule)
      if (text !== undefined && text !== '') texts[name] = text
    }
    return texts
  })
  const links = rules.follow
    .flatMap((selector) => [...document.querySelectorAll(selector)])
    .flatMap(({ href }) => (typeof href === 'string' ? [href.slice(0, 2049)] : []))
  return { listings, links: links.slice(0, ${mostLinks}), base: document.baseURI.slice(0, 2048) }
}`

/** The script that reads a page. */
export function rulesScript(rules: BrowserRules): string {
  return `(${readByRules})(${JSON.stringify(rules)})`
}
