import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openssl } from '../../test/timestamp-authority-fixture.ts'
import { fetchTimestamp, rehearsalAuthority, timestampRequest } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-rehearsed-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('timestamps any bytes at the given time, and the timestamp is trusted only under its root', async () => {
  const at = new Date('2026-03-02T09:30:15.700Z')
  const [one, other] = ['lantern', 'harbour'].map((name) => rehearsalAuthority(name, () => at))
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const answer = await fetchTimestamp(one!, bytes)
      if (!('verified' in answer)) throw new Error(answer.reason)
      expect(answer.verified.time.toISOString()).toBe('2026-03-02T09:30:15.000Z')
    }),
    { numRuns: 30 },
  )
  const strange = await fetchTimestamp({ ...one!, roots: [other!.root] }, Buffer.from('x'))
  expect(strange).toMatchObject({ authority: 'lantern', code: expect.any(String) })
})

test('openssl takes its stamps too', () => {
  const authority = rehearsalAuthority('lantern', () => new Date())
  const bytes = Buffer.from('what was sealed')
  const [data, stamp, root] = ['data', 'r.tsr', 'root.pem'].map((name) => join(folder, name))
  for (let turn = 0; turn < 8; turn++) {
    writeFileSync(data!, bytes)
    writeFileSync(stamp!, authority.answer(timestampRequest({ bytes })))
    writeFileSync(root!, authority.root.toString())
    const output = openssl(['ts', '-verify', '-data', data!, '-in', stamp!, '-CAfile', root!])
    expect(output.toString()).toMatch(/Verification: OK/)
  }
})
