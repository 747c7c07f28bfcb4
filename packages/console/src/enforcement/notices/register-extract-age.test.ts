import { expect, test } from 'vitest'
import { registerExtractAge } from './register-extract-age.ts'

test('an extract is stale once it is older than 90 days', () => {
  const now = Date.parse('2026-11-26T12:00:00Z')
  expect(registerExtractAge('2026-11-26', now)).toEqual({ days: 0, isStale: false })
  expect(registerExtractAge('2026-08-28', now)).toEqual({ days: 90, isStale: false })
  expect(registerExtractAge('2026-08-27', now)).toEqual({ days: 91, isStale: true })
  // A day that has already begun in another time zone counts as today.
  expect(registerExtractAge('2026-11-27', now).days).toBe(0)
})
