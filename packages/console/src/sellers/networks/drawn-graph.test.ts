import { expect, test } from 'vitest'
import { drawnGraph, type GraphFilter } from './drawn-graph.ts'
import type { NetworkGraph } from './queries.ts'

const account = (id: string, network: string | null): NetworkGraph['accounts'][number] => ({
  id,
  own: true,
  marketplace: 'bazaar',
  seller: id,
  name: null,
  country: null,
  kind: null,
  network,
})
const link = (a: number, b: number, probability: number, family = 'contact') => ({
  a,
  b,
  weight: Math.log2(probability / (1 - probability)),
  probability,
  linked: probability >= 0.5,
  families: [family],
  strongest: null,
  judgement: null,
})
const graph: NetworkGraph = {
  network: 'n',
  accounts: [
    account('a', 'n'),
    account('b', 'n'),
    account('c', 'm'),
    account('d', 'm'),
    account('e', null),
  ],
  links: [
    link(0, 1, 0.99),
    link(1, 2, 0.4),
    link(1, 3, 0.3, 'text'),
    link(0, 4, 0.2),
    link(2, 3, 0.9),
  ],
  hubs: [],
  more: false,
}
const all: GraphFilter = { families: new Set(), least: 0, unfolded: false }
const shape = (filter: GraphFilter) => {
  const { nodes, edges } = drawnGraph(graph, filter, new Set(['b']))
  return {
    nodes: nodes.map(({ key, kind, accounts }) => [key, kind, accounts.length]),
    edges: edges.map(({ a, b, kind }) => [a, b, kind]),
  }
}

test('a network around is one node with its most probable link, and shows no links inside', () => {
  expect(shape(all)).toEqual({
    nodes: [
      ['a', 'own', 1],
      ['b', 'weakest', 1],
      ['m', 'folded', 2],
      ['e', 'other', 1],
    ],
    edges: [
      [0, 1, 'linked'],
      [1, 2, 'possible'],
      [0, 3, 'possible'],
    ],
  })
})

test('unfolded, each account is a node and each link an edge', () => {
  const { nodes, edges } = shape({ ...all, unfolded: true })
  expect([nodes.length, edges.length]).toEqual([5, 5])
})

test('filters leave out links by family and by probability, and no accounts', () => {
  const text = shape({ ...all, families: new Set(['text']) })
  expect(text.edges).toEqual([[1, 2, 'possible']])
  const strong = shape({ ...all, least: 0.5 })
  expect([strong.nodes.length, strong.edges]).toEqual([4, [[0, 1, 'linked']]])
})
