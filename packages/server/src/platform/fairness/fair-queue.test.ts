import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FairQueue } from './fair-queue.ts'

const bulk = (party: string) => ({ party, urgency: 'bulk' }) as const

test('one party’s thousand requests alternate with another’s single one', () => {
  const queue = new FairQueue<string>()
  for (let at = 0; at < 1000; at++) queue.add(bulk('many'), `many ${at}`)
  for (let at = 0; at < 10; at++) {
    queue.next()
    queue.charge('many', 1)
  }
  queue.add(bulk('one'), 'single')
  const next = [queue.next(), queue.next()].map((turn) => turn?.work)
  expect(next).toContain('single')
})

test('interactive work of one party takes precedence, and other work is not delayed forever', () => {
  const queue = new FairQueue<string>()
  for (let at = 0; at < 40; at++) queue.add(bulk('a'), 'bulk')
  queue.add({ party: 'a', urgency: 'background' }, 'background')
  queue.add({ party: 'a', urgency: 'interactive' }, 'interactive')
  const order = Array.from({ length: 10 }, () => queue.next()?.work)
  expect(order[0]).toBe('interactive')
  expect(order.indexOf('background')).toBe(7)
})

test('shares depend on cost, however the work is split', () => {
  const party = fc.record({ cost: fc.integer({ min: 1, max: 50 }) })
  fc.assert(
    fc.property(fc.array(party, { minLength: 2, maxLength: 6 }), (parties) => {
      const queue = new FairQueue<number>()
      const done = new Map<string, number>()
      for (const [at, { cost }] of parties.entries()) {
        for (let piece = 0; piece < 500 / cost; piece++) queue.add(bulk(String(at)), cost)
      }
      const least = (): number => Math.min(...parties.map((_, at) => done.get(String(at)) ?? 0))
      const most = (): number => Math.max(...done.values())
      for (;;) {
        const next = queue.next()
        if (next === undefined) break
        queue.charge(next.party, next.work)
        done.set(next.party, (done.get(next.party) ?? 0) + next.work)
        if (least() < 400) expect(most() - least()).toBeLessThanOrEqual(100)
      }
      expect(queue.size).toBe(0)
      for (const [at, { cost }] of parties.entries()) {
        expect(done.get(String(at))).toBe(Math.ceil(500 / cost) * cost)
      }
    }),
  )
})

test('an idle party has earned no credit', () => {
  const queue = new FairQueue<string>()
  queue.add(bulk('early'), 'first')
  for (let at = 0; at < 50; at++) queue.add(bulk('busy'), 'busy')
  for (let at = 0; at < 30; at++) {
    const next = queue.next()
    if (next !== undefined) queue.charge(next.party, 10)
  }
  for (let at = 0; at < 20; at++) queue.add(bulk('early'), 'early')
  const order = Array.from({ length: 10 }, () => {
    const next = queue.next()
    if (next !== undefined) queue.charge(next.party, 10)
    return next?.work
  })
  expect(order.filter((work) => work === 'busy').length).toBeGreaterThanOrEqual(4)
})
