import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { toGexf, type GexfEdge, type GexfNode } from './index.ts'

type Element = { name: string; attributes: Record<string, string> }

/** The elements of a text, which must be well-formed XML. */
function elementsOf(lines: Iterable<string>): Element[] {
  const parser = new SaxesParser()
  const elements: Element[] = []
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }))
  parser.write([...lines].join('\n')).close()
  return elements
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '"/><script>alert(1)</script>',
    ']]>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '&e;',
    '\u0000\u0008\uFFFE\uFFFF',
    '\uD800',
    'a\nb\tc\r',
    "'>",
  ),
)
const isWritable = (text: string): boolean =>
  /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u.test(text)

test('whatever stands in names and reasons, they come back as text, and nothing else does', () => {
  const anyNode: fc.Arbitrary<GexfNode> = fc.record({
    id: hostile,
    label: hostile,
    network: hostile,
  })
  const anyEdge: fc.Arbitrary<GexfEdge> = fc.record({
    a: hostile,
    b: hostile,
    weight: fc.constant(3.5),
    probability: fc.constant(0.9),
    reason: hostile,
  })
  fc.assert(
    fc.property(fc.array(anyNode), fc.array(anyEdge), (nodes, edges) => {
      const elements = elementsOf(toGexf(nodes, edges))
      const named = (name: string): Element[] => elements.filter((one) => one.name === name)
      expect(named('node').length).toBe(nodes.length)
      expect(named('edge').length).toBe(edges.length)
      expect(elements.length).toBe(9 + 3 * nodes.length + 4 * edges.length)
      for (const [at, { id, label }] of nodes.entries()) {
        const { attributes } = named('node')[at]!
        if (isWritable(id)) expect(attributes['id']).toBe(id)
        if (isWritable(label)) expect(attributes['label']).toBe(label)
      }
      for (const [at, { a, reason }] of edges.entries()) {
        if (isWritable(a)) expect(named('edge')[at]?.attributes['source']).toBe(a)
        if (isWritable(reason))
          expect(named('attvalue').at(nodes.length + 2 * at + 1)?.attributes['value']).toBe(reason)
      }
    }),
  )
})
