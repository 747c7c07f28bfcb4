import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Webhook } from 'standardwebhooks'
import { generateSecret, pauseAfter, retryAfter, signedHeaders, defaultSchedule } from './types.ts'

test('retries follow the recommended schedule, each up to a fifth later, then end', () => {
  const seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
  seconds.forEach((wait, index) => {
    expect(retryAfter(defaultSchedule, index + 1, 0)).toBe(wait * 1000)
    expect(retryAfter(defaultSchedule, index + 1, 0.999)).toBeLessThanOrEqual(wait * 1200)
  })
  expect(retryAfter(defaultSchedule, seconds.length + 1, 0)).toBeUndefined()
})

test('a receiver that asks for more time gets it, up to a day', () => {
  expect(retryAfter(defaultSchedule, 1, 0, 60_000)).toBe(60_000)
  expect(retryAfter(defaultSchedule, 3, 0, 60_000)).toBe(1_800_000)
  expect(retryAfter(defaultSchedule, 1, 0, 1e12)).toBe(86_400_000)
})

test('a receiver that is down is left alone longer each time, up to five minutes', () => {
  expect([1, 2, 3, 7, 8, 1000].map((failures) => pauseAfter(defaultSchedule, failures))).toEqual([
    5000, 10_000, 20_000, 300_000, 300_000, 300_000,
  ])
})

test('the library verifies any message under each secret that signed it', () => {
  const secrets = [generateSecret(), generateSecret()]
  fc.assert(
    fc.property(fc.uuid(), fc.json(), (id, body) => {
      const headers = signedHeaders(id, new Date(), body, secrets)
      for (const secret of secrets) {
        expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
      }
      expect(() => new Webhook(generateSecret()).verify(body, headers)).toThrow('No matching')
      expect(() => new Webhook(secrets[0]!).verify(`${body} `, headers)).toThrow('No matching')
    }),
  )
})
