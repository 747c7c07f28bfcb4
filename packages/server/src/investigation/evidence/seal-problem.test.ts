import { leafHash, memoryLog, seal, sealFiles } from '@touchstone/evidence'
import { expect, test } from 'vitest'
import { sealProblem } from './seal-problem.ts'
import { ephemeralKey } from './signing-keys.ts'

const at = new Date('2026-11-02T10:00:00.000Z')
const signer = ephemeralKey()
const { files: sealed } = await seal({
  package: 'capture-1',
  publisher: { name: 'Velmoraq', signer },
  log: memoryLog(ephemeralKey(), () => at),
  authorities: [],
  files: [{ path: 'data/items/page.html', sha256: '0'.repeat(64), bytes: 1 }],
  at,
})
const files = Object.fromEntries(
  [...sealed].map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
)
const entry = leafHash(Buffer.from(files[sealFiles.record] ?? '', 'base64'))

test('a seal as it was made has no fault', () => {
  expect(sealProblem({ files, entry })).toBeUndefined()
})

test.each([
  ['is not signed by its publisher', { ...files, [sealFiles.signature]: 'AAAA' }, entry],
  ['cannot be opened', { ...files, [sealFiles.statement]: 'e30=' }, entry],
  ['is not at its position in the evidence log', files, leafHash(Buffer.from('other'))],
  ['is not at its position in the evidence log', files, null],
])('%s', (problem, changed, place) => {
  expect(sealProblem({ files: changed, entry: place })).toBe(problem)
})
