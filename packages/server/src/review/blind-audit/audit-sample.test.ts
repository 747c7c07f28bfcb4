import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { queueStrata, strata, type Stratum } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  drawFromFrames,
  frameDigest,
  frameLines,
  isMonday,
  lastCompletedWeek,
  sizesByStratum,
  weekBounds,
  type SamplingFrame,
} from './audit-sample.ts'

const frame = fc
  .uniqueArray(fc.uuid(), { maxLength: 60 })
  .map((ids): SamplingFrame[] =>
    strata.map((stratum, at) => ({ stratum, ids: ids.filter((_, index) => index % 3 === at) })),
  )
const sizes = fc.record(
  Object.fromEntries(strata.map((stratum) => [stratum, fc.nat(25)])) as Record<
    Stratum,
    fc.Arbitrary<number>
  >,
)

test('a lot is what sorting the whole frame by its keys gives', async () => {
  const key = (seed: string, id: string): string =>
    createHash('sha256').update(`${seed}:${id}`).digest('hex')
  await fc.assert(
    fc.asyncProperty(fc.string(), frame, sizes, async (seed, frames, wanted) => {
      const byHand = frames.flatMap(({ stratum, ids }) =>
        ids
          .map((id) => ({ id, stratum, key: key(seed, id) }))
          .sort((a, b) => a.key.localeCompare(b.key))
          .slice(0, wanted[stratum]),
      )
      byHand.sort((a, b) => a.key.localeCompare(b.key))
      expect(await drawFromFrames(seed, frames, wanted)).toEqual(
        byHand.map(({ id, stratum }, place) => ({ id, stratum, place })),
      )
    }),
  )
})

test('the order of the frame changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(frame, sizes, async (frames, wanted) => {
      const turned = frames.map(({ stratum, ids }) => ({ stratum, ids: ids.toReversed() }))
      expect(await drawFromFrames('s', turned.toReversed(), wanted)).toEqual(
        await drawFromFrames('s', frames, wanted),
      )
    }),
  )
})

test('anyone draws the same with the tools of any system', async () => {
  const ids = Array.from({ length: 40 }, (_, n) => `offer-${n}`)
  const script =
    'while read s id; do echo "$(printf %s "$SEED:$id" | sha256sum | cut -c1-64) $id"; done | sort | head -n 5 | cut -d" " -f2'
  const frames: SamplingFrame[] = [{ stratum: 'clear', ids }]
  const lines = execFileSync('sh', ['-c', script], {
    input: frameLines(frames),
    env: { ...process.env, SEED: 'cafe' },
    encoding: 'utf8',
  })
  const drawn = await drawFromFrames('cafe', frames, {
    clear: 5,
    flagged: 0,
    removed: 0,
    unappealed: 0,
  })
  expect(lines.trim().split('\n')).toEqual(drawn.map(({ id }) => id))
  expect(await frameDigest(frames)).toBe(
    createHash('sha256').update(frameLines(frames)).digest('hex'),
  )
})

test('every listing of a stratum has the same chance', async () => {
  const ids = Array.from({ length: 20 }, (_, n) => `offer-${n}`)
  const hits = new Map<string, number>()
  const auditSamples = 4000
  for (let auditSample = 0; auditSample < auditSamples; auditSample++) {
    const frames: SamplingFrame[] = [{ stratum: 'flagged', ids }]
    for (const { id } of await drawFromFrames(`seed ${auditSample}`, frames, {
      clear: 0,
      flagged: 5,
      removed: 0,
      unappealed: 0,
    })) {
      hits.set(id, (hits.get(id) ?? 0) + 1)
    }
  }
  // Chi-squared with 19 degrees of freedom stays below 43.8 in 999 of 1,000 runs.
  const expected = auditSamples / 4
  const squared = ids.reduce((sum, id) => sum + ((hits.get(id) ?? 0) - expected) ** 2 / expected, 0)
  expect(squared).toBeLessThan(43.8)
})

test.each([
  ['2026-11-26T04:00:00Z', '2026-11-16'],
  ['2026-11-22T23:59:59Z', '2026-11-09'],
  ['2026-11-23T00:00:00Z', '2026-11-16'],
])('at %s the last whole week began on %s', (now, week) => {
  expect(lastCompletedWeek(Date.parse(now))).toBe(week)
  expect(isMonday(week)).toBe(true)
  const { from, to } = weekBounds(week)
  expect(to.getTime()).toBeLessThanOrEqual(Date.parse(now))
  expect(to.getTime() - from.getTime()).toBe(7 * 86_400_000)
})

test('queues share the size for flagged listings equally, and leave to others what they cannot fill', () => {
  const sizes = { clear: 30, flagged: 30, removed: 15, unappealed: 10 }
  const counts = fc.record({
    block: fc.nat(60),
    review: fc.nat(60),
    'impossible-price': fc.nat(60),
    'ask-proof': fc.nat(60),
  })
  fc.assert(
    fc.property(counts, (listings) => {
      const frames = queueStrata.map((stratum) => ({
        stratum,
        ids: Array.from({ length: listings[stratum] }, (_, n) => `${stratum}-${n}`),
      }))
      const shares = sizesByStratum(sizes, frames)
      const given = queueStrata.map((stratum) => shares[stratum])
      const all = queueStrata.reduce((sum, stratum) => sum + listings[stratum], 0)
      expect(given.reduce((sum, size) => sum + size, 0)).toBe(Math.min(30, all))
      // None that could take more gets less than another, but for the remainder of a division.
      const most = Math.max(...given)
      for (const stratum of queueStrata) {
        expect(shares[stratum]).toBeLessThanOrEqual(listings[stratum])
        if (shares[stratum] < listings[stratum]) {
          expect(shares[stratum]).toBeGreaterThanOrEqual(most - 1)
        }
      }
      expect(shares).toMatchObject({ clear: 30, removed: 15, unappealed: 10 })
    }),
  )
})
