import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sendArrivals, type Arrivals } from './arrivals.ts'

const never = new AbortController().signal
const plan = { perSecond: 200, warmUpSeconds: 0, seconds: 0.3, seed: 7 }

function send(arrivals: Partial<Arrivals>, signal = never): ReturnType<typeof sendArrivals> {
  return sendArrivals({ ...plan, send: async () => undefined, ...arrivals }, signal)
}

test('arrivals do not wait for the answers to earlier ones', async () => {
  let underWay = 0
  let most = 0
  const outcomes = await send({
    send: async () => {
      most = Math.max(most, ++underWay)
      await sleep(400)
      underWay--
      return undefined
    },
  })
  expect(outcomes.length).toBeGreaterThan(30)
  expect(most).toBe(outcomes.length)
})

test('times count from when an arrival was due, so that all that came during a pause feel it', async () => {
  const pause = 200
  let isFirst = true
  const outcomes = await send({
    send: async () => {
      if (!isFirst) return undefined
      isFirst = false
      // The process stands still, as a server that collects garbage does: nothing can be sent.
      const until = Date.now() + pause
      while (Date.now() < until);
      return undefined
    },
  })
  const times = outcomes.map((outcome) => ('lost' in outcome ? NaN : outcome.milliseconds))
  // About 40 were due during the pause; measured from when they were sent, only the first would be slow.
  expect(times.filter((time) => time > pause / 2).length).toBeGreaterThan(8)
})

test('the rate is that of the plan', async () => {
  let sent = 0
  const rate = 2000
  await send({
    perSecond: rate,
    seconds: 1,
    send: async () => {
      sent++
      return undefined
    },
  })
  // The number of arrivals of a second has a standard deviation of the root of its mean.
  expect(Math.abs(sent - rate)).toBeLessThan(5 * Math.sqrt(rate))
})

test('the same seed gives the same arrivals, another seed others', async () => {
  const countOf = async (seed: number): Promise<number> => (await send({ seed })).length
  const [first, again] = await Promise.all([countOf(3), countOf(3)])
  expect(again).toBe(first)
  const others = await Promise.all([11, 12, 13, 14].map(countOf))
  expect(new Set([first, ...others]).size).toBeGreaterThan(1)
})

test('what is sent during the warm-up is not counted', async () => {
  let sent = 0
  const outcomes = await send({
    warmUpSeconds: 0.3,
    send: async () => {
      sent++
      return undefined
    },
  })
  expect(outcomes.length).toBeGreaterThan(30)
  expect(sent - outcomes.length).toBeGreaterThan(30)
})

test('a failure is lost with its reason; a time that the server states is taken', async () => {
  const outcomes = await send({
    send: async (number) => {
      if (number % 2 === 0) throw new Error('answered with 503')
      return Date.now() + 1000
    },
  })
  const lost = outcomes.flatMap((outcome) => ('lost' in outcome ? [outcome.lost] : []))
  expect(new Set(lost)).toEqual(new Set(['answered with 503']))
  for (const outcome of outcomes)
    if (!('lost' in outcome)) expect(outcome.milliseconds).toBeGreaterThan(900)
})

test('a stop ends the arrivals at once', async () => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 50)
  const began = performance.now()
  await send({ seconds: 60 }, stop.signal)
  expect(performance.now() - began).toBeLessThan(5000)
})
