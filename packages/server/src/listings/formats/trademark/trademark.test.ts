import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { detectFormat, openTable } from '../open-table.ts'
import { inPieces, problems, read, streamed, values } from '../test/streams.ts'
import { readTrademarks, type TrademarkRecord } from './index.ts'

const escape = (text: string): string =>
  text.replace(/[&<>\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)

type Style = { tmk: string; com: string; many: boolean; nested: boolean }

/** Writes records like offices do, each with its own prefixes and additional elements. */
function written(records: readonly TrademarkRecord[], style: Style): string {
  const { tmk, com, many, nested } = style
  const t = (name: string, inside: string): string => `<${tmk}:${name}>${inside}</${tmk}:${name}>`
  const c = (name: string, inside: string | undefined): string =>
    inside === undefined ? '' : `<${com}:${name}>${escape(inside)}</${com}:${name}>`
  const all = records.map((one) => {
    const number = c('ApplicationNumberText', one.applicationNumber)
    const goods = one.niceClasses.map((each) =>
      t(
        'GoodsServices',
        t(
          'GoodsServicesClassificationBag',
          t(
            'GoodsServicesClassification',
            t('ClassificationKindCode', 'Nice') + t('ClassNumber', String(each)),
          ) +
            t(
              'GoodsServicesClassification',
              t('ClassificationKindCode', 'Domestic') + t('ClassNumber', '40'),
            ),
        ) +
          (nested
            ? t('ClassDescriptionBag', t('ClassDescription', t('ClassNumber', `${each}`)))
            : ''),
      ),
    )
    const inside = [
      c('RegistrationOfficeCode', one.office),
      number === '' ? '' : `<${com}:ApplicationNumber>${number}</${com}:ApplicationNumber>`,
      c('RegistrationNumber', one.registrationNumber),
      c('ExpiryDate', one.expiresOn && `${one.expiresOn}${nested ? '-04:00' : ''}`),
      t(
        'MarkRepresentation',
        t(
          'MarkReproduction',
          t(
            'WordMarkSpecification',
            one.words.map((text) => t('MarkVerbalElementText', escape(text))).join(''),
          ),
        ),
      ),
      t('GoodsServicesBag', goods.join('')),
      // Data of other marks and dates does not belong to this mark.
      t(
        'PriorityBag',
        t(
          'Priority',
          `<${com}:ApplicationNumber>${c('ApplicationNumberText', 'P1')}</${com}:ApplicationNumber>${t('ClassNumber', '9')}`,
        ),
      ),
      t(
        'AssociatedMarkBag',
        t('AssociatedMark', c('RegistrationNumber', 'X1') + c('ExpiryDate', '1999-01-01')),
      ),
      t(
        'ApplicantBag',
        t(
          'Applicant',
          `<${com}:Contact><${com}:Name>${one.holders
            .map((name) => c('OrganizationStandardName', name))
            .join('')}${c('PersonFullName', 'Jane Example')}</${com}:Name></${com}:Contact>`,
        ),
      ),
    ]
    const category = one.deleted ? ` ${com}:operationCategory="Delete"` : ''
    return `<${tmk}:Trademark${category}>${inside.join('\n')}</${tmk}:Trademark>`
  })
  const spaces = `xmlns:${tmk}="http://www.wipo.int/standards/XMLSchema/ST96/Trademark" xmlns:${com}="http://www.wipo.int/standards/XMLSchema/ST96/Common"`
  if (!many) return (all[0] ?? '').replace(/^<[\w:]+/, (start) => `${start} ${spaces}`)
  return `<?xml version="1.0"?><${tmk}:TrademarkTransaction ${spaces}>${t('TrademarkBag', all.join(''))}</${tmk}:TrademarkTransaction>`
}

const word = fc
  .string({ unit: fc.constantFrom(...'aZ09 <>&]"é漢😀'), minLength: 1, maxLength: 10 })
  .map((text) => text.replace(/\s+/g, ' ').trim())
  .filter((text) => text !== '')
const record: fc.Arbitrary<TrademarkRecord> = fc
  .record(
    {
      office: fc.constantFrom('EM', 'US', 'CN', 'WO'),
      registrationNumber: fc.stringMatching(/^[1-9][0-9]{4,8}$/),
      applicationNumber: fc.stringMatching(/^[1-9][0-9]{4,8}$/),
      words: fc.uniqueArray(word, { maxLength: 2 }),
      niceClasses: fc
        .uniqueArray(fc.integer({ min: 1, max: 39 }), { maxLength: 4 })
        .map((all) => all.toSorted((one, other) => one - other)),
      expiresOn: fc.constantFrom('2030-01-31', '2036-02-29'),
      holders: fc.uniqueArray(word, { maxLength: 2 }),
      deleted: fc.boolean(),
    },
    {
      requiredKeys: ['office', 'applicationNumber', 'words', 'niceClasses', 'holders', 'deleted'],
    },
  )
  .map((one) => ({ ...one, territory: [one.office] }))
const style = fc.record({
  tmk: fc.constantFrom('tmk', 'ns2', 'jptmk'),
  com: fc.constantFrom('com', 'ns1'),
  many: fc.boolean(),
  nested: fc.boolean(),
})

test('records are read back as written, whatever prefixes and neighbours they have', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 4 }),
      style,
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }),
      async (records, how, sizes) => {
        const wanted = how.many ? records : records.slice(0, 1)
        const text = Buffer.from(written(wanted, how))
        expect(detectFormat(text)).toBe('trademark-xml')
        expect(values(await read(readTrademarks(inPieces(text, sizes))))).toEqual(wanted)
        expect(values(await read(readTrademarks(streamed(gzipSync(text)))))).toEqual(wanted)
      },
    ),
    { numRuns: 60 },
  )
})

test('arbitrary and damaged documents never throw and are read to their end', async () => {
  const sound = Buffer.from(
    written(
      [
        {
          office: 'EM',
          applicationNumber: '1',
          words: ['A'],
          niceClasses: [1],
          territory: ['EM'],
          holders: [],
          deleted: false,
        },
      ],
      { tmk: 'tmk', com: 'com', many: true, nested: false },
    ),
  )
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.tuple(fc.nat(sound.length - 1), fc.nat(255)).map(([at, byte]) => {
      const hurt = Buffer.from(sound)
      hurt[at] = byte
      return hurt
    }),
    fc.nat(sound.length).map((length) => sound.subarray(0, length)),
  )
  await fc.assert(
    fc.asyncProperty(bytes, async (input) => {
      const rows = await read(readTrademarks(streamed(input)))
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) expect('value' in row || row.faults[0].problem !== '').toBe(true)
    }),
    { numRuns: 300 },
  )
})

const inside = '<t:ApplicationNumber>12345</t:ApplicationNumber>'
const one = (text: string): string =>
  `<t:Trademark xmlns:t="http://www.wipo.int/standards/XMLSchema/ST96/Trademark">${text}</t:Trademark>`

test('an office is recognised by ST.13 if the record names none, territories by designation', async () => {
  const st13 =
    '<c:ApplicationNumber><c:ST13ApplicationNumber>CA500000001234567</c:ST13ApplicationNumber></c:ApplicationNumber>'
  const designated =
    '<t:DesignatedCountryBag><t:DesignatedCountry><c:DesignatedCountryCode>DE</c:DesignatedCountryCode></t:DesignatedCountry><t:DesignatedCountry><c:DesignatedCountryCode>FR</c:DesignatedCountryCode></t:DesignatedCountry></t:DesignatedCountryBag>'
  const [found] = values(
    await read(
      readTrademarks(streamed(one(st13 + designated).replace('xmlns:t', 'xmlns:c="c" xmlns:t'))),
    ),
  )
  expect(found).toMatchObject({
    office: 'CA',
    applicationNumber: 'CA500000001234567',
    territory: ['DE', 'FR'],
  })
})

test('a number of zeros is none', async () => {
  const numbers = `${inside}<t:RegistrationNumber>0000000</t:RegistrationNumber>`
  const office = '<t:RegistrationOfficeCode>US</t:RegistrationOfficeCode>'
  const [found] = values(await read(readTrademarks(streamed(one(office + numbers)))))
  expect([found?.applicationNumber, found?.registrationNumber]).toEqual(['12345', undefined])
})

test('missing and wrong values are reported by element, and nothing is expanded', async () => {
  const of = async (text: string) => problems(await read(readTrademarks(streamed(text))))
  expect(await of(one(inside))).toEqual(['1: is missing'])
  const office = '<t:RegistrationOfficeCode>EM</t:RegistrationOfficeCode>'
  expect(await of(one(office))).toEqual(['1: is missing, and so is ApplicationNumber'])
  const never = '<t:ExpiryDate>2031-02-30</t:ExpiryDate>'
  expect(await of(one(office + inside + never))).toEqual(['1: is no date'])
  expect(await of('<rss/>')).toEqual([expect.stringMatching(/holds no <Trademark>/)])
  const bomb = `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(50)}">]>${one(`<t:MarkVerbalElementText>&a;</t:MarkVerbalElementText>`)}`
  expect(await of(bomb)).toEqual([expect.stringMatching(/declares a document type/)])
  const long = readTrademarks(
    inPieces(Buffer.from(one(`<t:a>${'x'.repeat(900)}</t:a><t:a>${'x'.repeat(900)}</t:a>`)), [300]),
    {
      limits: { rowBytes: 1000 },
    },
  )
  expect(problems(await read(long))).toEqual([expect.stringMatching(/is longer than 1,000 bytes/)])
})

test('a file of trademarks is not a table of listings', async () => {
  const table = await openTable(streamed(one(inside)))
  expect(problems(await read(table.rows))).toEqual([
    expect.stringMatching(/is a trademark register extract/),
  ])
})
