import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryLog, openPackage, signerOf, verifyPackage, writeZip } from '@touchstone/evidence'
import { afterAll, expect, test } from 'vitest'
import { packCase } from './pack-case.ts'
import type { CaseParts } from './read-case-parts.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-pack-case-'))
afterAll(() => rmSync(folder, { recursive: true }))

const at = new Date('2026-03-02T04:05:06.789Z')
const id = '4c1d7e90-3b2a-4f6c-8d5e-9a0b1c2d3e41'
const parts: CaseParts = {
  kase: {
    id,
    title: 'Bags of one shop',
    about: 'seller',
    brands: ['velmoraq'],
    state: 'open',
    priority: 'normal',
    escalated: false,
    assignee: null,
    due: null,
    queue: null,
    sla: null,
    template: null,
    snoozedUntil: null,
    outcome: null,
    mergedInto: null,
    listings: 0,
    openTasks: 0,
    events: 1,
    openedAt: at.toISOString(),
    changedAt: at.toISOString(),
    closedAt: null,
    tasks: [],
    turnover: { lines: [], sums: [], thresholds: [] },
  },
  organisation: 'Pasar Lumora',
  listings: [],
  captures: [],
  notices: [],
  appeals: [
    {
      listing: null,
      seller: 'Toko Terang',
      submittedAt: at.toISOString(),
      state: 'decided',
      words: 'We bought these from the brand’s dealer: 正品，نسخة.',
      outcome: 'rejected',
      reasons: 'The invoice names other goods.',
      decidedAt: at.toISOString(),
    },
  ],
  notes: [],
  timeline: [
    {
      at: at.toISOString(),
      source: 'case',
      id,
      position: 1,
      kind: 'opened',
      data: {},
      by: { kind: 'person', id },
    },
  ],
  nameOf: () => 'Dewi',
  marketplaceName: (marketplace) => marketplace,
}

test.each(['en', 'id', 'zh'] as const)(
  'the same case at the same time is the same package, byte for byte (%s)',
  async (language) => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const signer = signerOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    const made = async (name: string): Promise<string> => {
      const packed = await packCase({
        row: { id, by: 'Dewi', reason: 'For our counsel', language },
        parts,
        at,
        items: [
          {
            name: 'case.json',
            path: 'case.json',
            title: 'The case',
            mediatype: 'application/json',
            content: Buffer.from('{}'),
          },
        ],
        captures: [],
        listings: [],
        listingCount: 0,
        brandName: (brand) => brand,
        publisher: { name: 'Pasar Lumora', signer },
        log: memoryLog(signer, () => at),
        authorities: [],
        auditLog: undefined,
      })
      const file = join(folder, `${language}-${name}.zip`)
      await writeZip(packed, file, at)
      return file
    }
    const [one, other] = [await made('one'), await made('other')]
    const digestOf = (file: string): string =>
      createHash('sha256').update(readFileSync(file)).digest('hex')
    expect(digestOf(one)).toBe(digestOf(other))
    const files = await openPackage(one)
    const { sound } = await verifyPackage(files)
    await files.close()
    expect(sound).toBe(true)
  },
)
