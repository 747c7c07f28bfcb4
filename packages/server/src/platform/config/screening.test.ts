import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readScreeningConfig } from './screening.ts'

test('nothing set leaves the threads to the machine and has no candidate', () => {
  expect(readScreeningConfig({ SCREENING_THREADS: '' })).toEqual({
    threads: undefined,
    candidate: undefined,
  })
})

test('a candidate assesses a tenth of the listings if no share is set', () => {
  const env = { SCREENING_THREADS: '3', CANDIDATE_WEIGHTS: 'w.json' }
  const weightsFile = resolve('w.json')
  expect(readScreeningConfig(env)).toEqual({ threads: 3, candidate: { weightsFile, share: 0.1 } })
  expect(readScreeningConfig({ ...env, CANDIDATE_SHARE: '1' }).candidate?.share).toBe(1)
})

test.each([
  ['SCREENING_THREADS', '0'],
  ['SCREENING_THREADS', 'two'],
  ['CANDIDATE_SHARE', '1.5'],
  ['CANDIDATE_SHARE', '10%'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => readScreeningConfig({ [name]: value })).toThrow(`${name} is "${value}"`)
})
