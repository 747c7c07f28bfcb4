import { expect, test } from 'vitest'
import { checkNode } from './machine.ts'

test.each([
  ['24.1.0', 'ok'],
  ['22.18.0', 'ok'],
  ['22.17.9', 'bad'],
  ['20.20.2', 'bad'],
])('Node %s is %s', (version, state) => {
  expect(checkNode(version).state).toBe(state)
})
