import { decimalText } from '../mapping/index.ts'

/** A schema.org object as in JSON-LD. Only its own properties count. */
export type Node = Record<string, unknown>

export function emptyNode(): Node {
  return Object.create(null) as Node
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** All values of a property, whether single, in a list, or under its full name. */
export function valuesOf(node: Node, name: string): unknown[] {
  for (const key of [
    name,
    `schema:${name}`,
    `http://schema.org/${name}`,
    `https://schema.org/${name}`,
  ]) {
    const value = Object.hasOwn(node, key) ? node[key] : undefined
    if (value !== undefined && value !== null) return Array.isArray(value) ? value.flat(2) : [value]
  }
  return []
}

export function nodesOf(node: Node, name: string): Node[] {
  return valuesOf(node, name).filter(isNode)
}

/** The texts of a property; numbers count as text, and nodes by their name. */
export function textsOf(node: Node, name: string): string[] {
  return valuesOf(node, name).flatMap((value) => {
    const text = textOf(value)
    return text === undefined || text.trim() === '' ? [] : [text]
  })
}

export function firstText(node: Node, ...names: string[]): string | undefined {
  for (const name of names) {
    const [text] = textsOf(node, name)
    if (text !== undefined) return text
  }
  return undefined
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return decimalText(value)
  if (!isNode(value)) return undefined
  for (const key of ['@value', 'name']) {
    const [inner] = valuesOf(value, key)
    if (typeof inner === 'string') return inner
    if (typeof inner === 'number') return decimalText(inner)
  }
  return undefined
}

/** The types of a node, without the vocabulary's address. */
export function typesOf(node: Node): string[] {
  return [...valuesOf(node, '@type'), ...valuesOf(node, 'type')].flatMap((type) =>
    typeof type === 'string' ? [type.replace(/^.*[/#:]/, '')] : [],
  )
}
