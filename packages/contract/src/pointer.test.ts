import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromPointer, locate, toPointer } from './pointer.ts'

const key = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom('a/b', 'm~n', '', '"', '\\', '{', '__proto__', 'ключ', '\n'),
)
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ maxLength: 8 }),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.constantFrom(null, true, false, '[{,}]"', '\\"'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}))

/** Prints JSON indented by two spaces and records the line of each value. */
function printWithLines(root: unknown): { json: string; lines: Map<string, number> } {
  const lines = new Map<string, number>()
  let json = ''
  let line = 1
  const put = (text: string): void => {
    json += text
    line += text.split('\n').length - 1
  }
  const print = (value: unknown, path: PropertyKey[]): void => {
    lines.set(toPointer(path), line)
    if (typeof value !== 'object' || value === null) return put(JSON.stringify(value))
    const entries = Object.entries(value)
    const isArray = Array.isArray(value)
    put(isArray ? '[' : '{')
    for (const [at, [name, child]] of entries.entries()) {
      put(`${at === 0 ? '' : ','}\n${'  '.repeat(path.length + 1)}`)
      if (!isArray) put(`${JSON.stringify(name)}: `)
      print(child, [...path, name])
    }
    if (entries.length > 0) put(`\n${'  '.repeat(path.length)}`)
    put(isArray ? ']' : '}')
  }
  print(root, [])
  return { json, lines }
}

test('every value of a printed document is found on its line', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const { json, lines } = printWithLines(value)
      for (const [pointer, line] of lines)
        expect([pointer, locate(json, pointer)]).toEqual([pointer, line])
    }),
  )
})

test('a missing value is located at its parent', () => {
  const json = '{\n  "brands": [\n    { "id": "a" },\n    { "id": "b",\n      "name": "B" }\n  ]\n}'
  expect(locate(json, '/brands/1/aliases/0/text')).toBe(4)
  expect(locate(json, '/brands/7')).toBe(2)
  expect(locate(json, '/products')).toBe(1)
})

test('the last of two equal keys counts, and escapes in keys are read', () => {
  expect(locate('{\n"a": 1,\n"a": 2\n}', '/a')).toBe(3)
  expect(locate('{\n"x": 1,\n"\\u0061": 2\n}', '/a')).toBe(3)
})

test('a text that nests very deeply is walked without a deep stack', () => {
  const deep = `{"x": ${'['.repeat(100_000)}${']'.repeat(100_000)},\n"y": 1}`
  expect(locate(deep, '/y')).toBe(2)
})

test('pointers can be escaped and unescaped', () => {
  expect(toPointer(['a/b', 'm~n', 3, ''])).toBe('/a~1b/m~0n/3/')
  fc.assert(
    fc.property(fc.array(fc.string()), (path) => {
      expect(fromPointer(toPointer(path))).toEqual(path)
    }),
  )
})
