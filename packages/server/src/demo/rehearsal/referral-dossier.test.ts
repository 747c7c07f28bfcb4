import { writeDossierWorkbook, type Dossier } from '@touchstone/evidence'
import {
  blockingLines,
  isReferralTemplateId,
  referralTemplate,
  referralTemplateIds,
} from '@touchstone/jurisdiction'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openXlsx, type Row } from '../../listings/formats/index.ts'
import { completeDossier, draftDossier } from './referral-dossier.ts'
import { inventMarket } from './referral-network.ts'

const at = new Date('2026-11-20T08:00:00.000Z')
const market = inventMarket(at)

function dossierBy(id: string): { draft: Dossier; complete: Dossier } {
  if (!isReferralTemplateId(id)) throw new Error(id)
  const template = { ...referralTemplate(id), id }
  const draft = draftDossier(template, market, at)
  return { draft, complete: completeDossier(template, draft, 'Counsel') }
}

test.each(referralTemplateIds)('every line of %s finds its content in a dossier', (id) => {
  const { draft, complete } = dossierBy(id)
  expect(blockingLines(referralTemplate(id), complete)).toEqual([])
  // All that is left are the two lines that the rehearsal leaves open.
  const left = complete.missing.filter(({ line }) => !/^(witnesses|small-consignments)$/.test(line))
  expect(left).toEqual([])
  expect(draft.links.length).toBeGreaterThan(1)
})

test('the invented accounts are one network, and no stranger is among them', () => {
  expect(market.network.sellers.toSorted()).toEqual(['embun-jaya', 'nada-store', 'toko-embun'])
  expect(market.checked.wrong).toBe(0)
})

async function titlesIn(title: string): Promise<string[]> {
  const { complete } = dossierBy('counsel')
  const listings = complete.listings.slice(0, 2).map((listing) => ({ ...listing, title }))
  const bytes = await writeDossierWorkbook({ ...complete, listings })
  const table = await openXlsx(inOneChunk(bytes), { sheet: 'Listings', header: true })
  const rows: Row<Record<string, unknown>>[] = []
  for await (const row of table.rows) rows.push(row)
  return rows.map((row) => ('value' in row ? String(row.value['Title']).trim() : 'faulty'))
}

async function* inOneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

test.each([
  ['=1+1', '=1+1'],
  ['@SUM(A1)', '@SUM(A1)'],
  ['<b>&amp;</b>', '<b>&amp;</b>'],
  ['_x0041_', '_x0041_'],
  ['a\u202eb\u0007', 'a[U+202E]b[U+0007]'],
  ['constructor', 'constructor'],
  ['00123', '00123'],
  ['高仿 حذاء', '高仿 حذاء'],
])('%j in a workbook is read back as text', async (title, text) => {
  expect(await titlesIn(title)).toEqual([text, text])
})

test('any text of visible characters in a workbook is read back equal', async () => {
  const letters = fc.constantFrom(...(`aZ09 ,;"'<>&=+-@_xéß漢字жы😀ا`.match(/./gu) ?? []))
  const text = fc.string({ unit: letters, minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(
      text.filter((one) => one.trim() !== ''),
      async (title) => {
        expect(await titlesIn(title)).toEqual([title.trim(), title.trim()])
      },
    ),
    { numRuns: 20 },
  )
})
