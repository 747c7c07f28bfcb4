/** Builds an RFC 6901 JSON pointer from a path: `['a/b', 0]` → `/a~1b/0`. */
export function toPointer(path: readonly PropertyKey[]): string {
  let pointer = ''
  for (const token of path) {
    pointer += `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`
  }
  return pointer
}

/** The reverse of `toPointer`; array indexes come back as strings of digits. */
export function fromPointer(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/**
 * Returns the line, from 1, on which the value at a JSON pointer starts in a JSON text; if there is no such value,
 * the line of the nearest enclosing one. The text must be valid JSON; of a duplicate key the last one counts, as in
 * JSON.parse.
 */
export function locate(json: string, pointer: string): number {
  let at = skipBlank(json, json.charCodeAt(0) === 0xfeff ? 1 : 0)
  for (const token of fromPointer(pointer)) {
    const child = json[at] === '{' ? findMember(json, at, token) : findElement(json, at, token)
    if (child === -1) break
    at = child
  }
  let line = 1
  for (let next = json.indexOf('\n'); next !== -1 && next < at; next = json.indexOf('\n', next + 1))
    line++
  return line
}

function findMember(json: string, open: number, key: string): number {
  let found = -1
  let at = skipBlank(json, open + 1)
  while (at < json.length && json[at] === '"') {
    const keyEnd = skipString(json, at)
    const raw = json.slice(at, keyEnd)
    const value = skipBlank(json, skipBlank(json, keyEnd) + 1)
    if (raw === `"${key}"` || (raw.includes('\\') && JSON.parse(raw) === key)) found = value
    at = skipBlank(json, skipValue(json, value))
    if (json[at] === ',') at = skipBlank(json, at + 1)
  }
  return found
}

function findElement(json: string, open: number, token: string): number {
  if (json[open] !== '[' || !/^(0|[1-9][0-9]*)$/.test(token)) return -1
  let at = skipBlank(json, open + 1)
  for (let left = Number(token); at < json.length && json[at] !== ']'; left--) {
    if (left === 0) return at
    at = skipBlank(json, skipValue(json, at))
    if (json[at] === ',') at = skipBlank(json, at + 1)
  }
  return -1
}

function skipBlank(json: string, from: number): number {
  let at = from
  for (; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break
  }
  return at
}

function skipString(json: string, open: number): number {
  let at = open + 1
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}

// Counts levels instead of recursing: hostile text nests deeper than any call stack.
function skipValue(json: string, start: number): number {
  let depth = 0
  let at = start
  while (at < json.length) {
    const character = json[at]
    if (character === '"') {
      at = skipString(json, at)
      if (depth === 0) return at
      continue
    }
    if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') {
      if (depth === 0) return at
      depth--
      if (depth === 0) return at + 1
    } else if (depth === 0 && (character === ',' || skipBlank(json, at) > at)) return at
    at++
  }
  return at
}
