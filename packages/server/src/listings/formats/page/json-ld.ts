import { parseJsonText, showFound, type Fault } from '@touchstone/contract'
import type { PageLimits } from './limits.ts'
import { isNode, nodesOf, typesOf, type Node } from './node.ts'

/** Parses JSON-LD scripts. An invalid one is a fault and does not affect the others. */
export function readScripts(scripts: readonly string[]): { values: unknown[]; faults: Fault[] } {
  const values: unknown[] = []
  const faults: Fault[] = []
  for (const script of scripts) {
    const text = script.replace(
      /^\s*(<!--|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)|(-->|\]\]>)\s*$/g,
      '',
    )
    if (text.trim() === '') continue
    try {
      values.push(parseTolerant(text))
    } catch (error) {
      faults.push({
        pointer: '',
        problem: `contains a JSON-LD script that is not JSON (${(error as Error).message.slice(0, 80)})`,
        found: showFound(text.trim()),
        remedy: 'no action is needed if the listing was found elsewhere on the page',
      })
    }
  }
  return { values, faults }
}

// Line ends within strings are shops' most common mistake, and their meaning is clear.
function parseTolerant(text: string): unknown {
  try {
    return parseJsonText(text)
  } catch {
    return parseJsonText(text.replace(/[\0-\x1f]+/g, ' ').replace(/;\s*$/, ''))
  }
}

const productTypes = new Set(
  'Product ProductGroup IndividualProduct ProductModel SomeProducts Vehicle Car Motorcycle'.split(
    ' ',
  ),
)

/** The properties that are searched for products; no others. */
const ways = ['@graph', 'mainEntity', 'itemListElement', 'item', 'itemOffered', 'about', 'hasPart']

/**
 * Finds products among values of JSON-LD or items of microdata, in order, and resolves references (`{"@id":
 * "#offer"}`). Offers above their product (`itemOffered`) become its offers. Stops at the limits, however the values
 * refer to each other.
 */
export function productsIn(values: readonly unknown[], limits: PageLimits): Node[] {
  const found: Node[] = []
  const known = new Map<string, Node>()
  const seen = new Set<object>()
  const offerAbove = new Map<unknown, Node>()
  let level: unknown[] = [...values]
  for (let depth = 0; level.length > 0 && depth < limits.depth; depth++) {
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null || seen.has(value)) continue
      if (seen.size >= limits.nodes) break
      seen.add(value)
      if (Array.isArray(value)) {
        for (const each of value as unknown[]) next.push(each)
        continue
      }
      if (!isNode(value)) continue
      const id = Object.hasOwn(value, '@id') ? value['@id'] : undefined
      if (typeof id === 'string' && Object.keys(value).length > 1 && !known.has(id)) {
        known.set(id, value)
      }
      const isProduct = typesOf(value).some((type) => productTypes.has(type))
      if (isProduct) found.push(value)
      for (const way of isProduct ? [] : ways) {
        if (!Object.hasOwn(value, way)) continue
        next.push(value[way])
        if (way === 'itemOffered') {
          for (const offered of nodesOf(value, way)) offerAbove.set(offered, value)
        }
      }
    }
    level = next
  }
  return found.map((product) => {
    const offer = Object.hasOwn(product, 'offers') ? undefined : offerAbove.get(product)
    return resolved(offer === undefined ? product : { ...product, offers: [offer] }, known)
  })
}

function resolved(product: Node, known: ReadonlyMap<string, Node>): Node {
  const place = (value: unknown): unknown => {
    if (!isNode(value) || Object.keys(value).length !== 1) return value
    const id = Object.hasOwn(value, '@id') ? value['@id'] : undefined
    return (typeof id === 'string' ? known.get(id) : undefined) ?? value
  }
  const placed = Object.entries(product).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(place) : place(value),
  ])
  return Object.fromEntries(placed) as Node
}
