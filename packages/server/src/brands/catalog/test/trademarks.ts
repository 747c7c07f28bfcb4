import { describe, expect, test } from 'vitest'
import { readBrand } from '../manage-catalog.ts'
import { acme, borealis, type CatalogOwners } from './catalog-owners.ts'

/** Rights from records of trademark registers. */
export function trademarkTests(houses: CatalogOwners): void {
  const { house } = houses

  describe('trademark records', () => {
    const record = (inside: string, attributes = ''): string =>
      `<tmk:Trademark ${attributes}>${inside}</tmk:Trademark>`
    const register = (...records: string[]): string =>
      `<?xml version="1.0"?><tmk:TrademarkTransaction xmlns:tmk="http://www.wipo.int/standards/XMLSchema/ST96/Trademark" xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common" com:st96Version="V7_1"><tmk:TrademarkBag>${records.join('')}</tmk:TrademarkBag></tmk:TrademarkTransaction>`
    const applied = `<com:RegistrationOfficeCode>EM</com:RegistrationOfficeCode>
      <com:ApplicationNumber><com:ApplicationNumberText>018000001</com:ApplicationNumberText></com:ApplicationNumber>
      <tmk:MarkRepresentation><tmk:MarkReproduction><tmk:WordMarkSpecification><tmk:MarkVerbalElementText>ACME</tmk:MarkVerbalElementText></tmk:WordMarkSpecification></tmk:MarkReproduction></tmk:MarkRepresentation>
      <tmk:GoodsServicesBag><tmk:GoodsServices><tmk:GoodsServicesClassificationBag><tmk:GoodsServicesClassification><tmk:ClassificationKindCode>Nice</tmk:ClassificationKindCode><tmk:ClassNumber>18</tmk:ClassNumber></tmk:GoodsServicesClassification></tmk:GoodsServicesClassificationBag></tmk:GoodsServices></tmk:GoodsServicesBag>`
    const registered = `${applied}<com:RegistrationNumber>018000001</com:RegistrationNumber><com:ExpiryDate>2036-07-01</com:ExpiryDate>`

    test('add rights to the brand of their words, and renew them when they come again', async () => {
      const manual = { kind: 'design' as const, territory: ['EM'] }
      const { send, run } = await house({ brands: [{ ...acme, rights: [manual] }] })
      expect(await send(register(record(applied)))).toMatchObject({
        format: 'trademark-xml',
        rights: { added: 1 },
        rows: [{ row: 1, kind: 'right', id: 'EM 018000001', state: 'added' }],
      })
      expect(await send(register(record(registered)))).toMatchObject({ rights: { changed: 1 } })
      expect(await send(register(record(registered)))).toMatchObject({ rights: { unchanged: 1 } })
      const { content, version } = await run(readBrand, { id: 'acme' })
      expect([version, content.rights]).toEqual([
        3,
        [
          manual,
          {
            kind: 'trademark',
            office: 'EM',
            territory: ['EM'],
            number: '018000001',
            applicationNumber: '018000001',
            niceClasses: [18],
            words: 'ACME',
            validUntil: '2036-07-01',
          },
        ],
      ])
    })

    test('go to the brand that the caller names; a withdrawn one takes its right away', async () => {
      const { send, run } = await house({ brands: [borealis] })
      const { faults } = await send(register(record(applied)))
      expect(faults[0]?.message).toMatch(/not the name of a brand in this catalog; found "ACME"/)
      expect(await send(register(record(applied)), { brand: 'borealis' })).toMatchObject({
        rights: { added: 1 },
      })
      const gone = record(applied, 'com:operationCategory="Delete"')
      expect(await send(register(gone), { brand: 'borealis' })).toMatchObject({
        rights: { removed: 1 },
      })
      expect((await run(readBrand, { id: 'borealis' })).content.rights).toEqual([])
      await expect(send(register(gone), { brand: 'nobody' })).rejects.toMatchObject({
        code: 'not-found',
      })
      await expect(send(register(gone), { replace: true })).rejects.toMatchObject({
        pointer: '/replace',
      })
    })

    test('are reported one by one', async () => {
      const { send } = await house({ brands: [acme] })
      const { faults, rights } = await send(
        register(
          record(applied.replace('>EM<', '>Europe<')),
          record(registered.replace('2036-07-01', '1 July')),
          record(applied),
        ),
      )
      expect(rights.added).toBe(1)
      expect(faults.map(({ row, message }) => [row, message])).toEqual([
        [1, expect.stringContaining('/RegistrationOfficeCode is not an office code; found "Eur')],
        [2, expect.stringContaining('/ExpiryDate is no date; found "1 July"; write it as')],
      ])
    })
  })
}
