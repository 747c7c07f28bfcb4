import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coveringNodes, Frontier, leafHash, MerkleLog } from './index.ts'

const leafOf = (index: number): Buffer => leafHash(Buffer.from(`entry ${index}`))

test('a log that grows by its right edge alone has the nodes and roots of one in memory', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.nat({ max: 100 }), (before, more) => {
      const oracle = new MerkleLog()
      const whole = Frontier.empty()
      const nodes = new Map<string, Buffer>()
      for (let index = 0; index < before; index++) {
        oracle.append(Buffer.from(`entry ${index}`))
        for (const node of whole.append(leafOf(index))) {
          nodes.set(`${node.level}/${node.index}`, node.hash)
        }
      }
      const covering = coveringNodes({ start: 0, end: before })
      const edge = covering.map(({ level, index }) => nodes.get(`${level}/${index}`)!)
      const resumed = Frontier.at(before, edge)
      for (let index = before; index < before + more; index++) {
        oracle.append(Buffer.from(`entry ${index}`))
        expect(resumed.append(leafOf(index))).toEqual(whole.append(leafOf(index)))
        expect(resumed.size).toBe(index + 1)
        expect(resumed.root).toEqual(oracle.root())
      }
      expect(resumed.root).toEqual(oracle.root())
      expect(whole.root).toEqual(oracle.root())
    }),
  )
})

test('an edge of another size is refused', () => {
  expect(() => Frontier.at(3, [leafOf(0)])).toThrow('an edge of 2 nodes')
})
