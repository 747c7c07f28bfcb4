import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleDossier } from '../../test/dossier-fixture.ts'
import { pdfTexts } from '../../test/pdf-texts.ts'
import { zipTexts } from '../../test/zip-texts.ts'
import {
  dossierLanguages,
  writeDossierPdf,
  writeDossierWorkbook,
  writeStixBundle,
  type Dossier,
} from '../index.ts'

const schemas = join(
  resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'),
  'std/stix/schemas',
)
const published = existsSync(schemas)

type StixObject = Record<string, unknown> & { type: string; id: string; object_refs?: string[] }

function objectsOf(bytes: Buffer): StixObject[] {
  return (JSON.parse(bytes.toString('utf8')) as { objects: StixObject[] }).objects
}

const hostile = fc.oneof(
  fc.constantFrom(
    '=HYPERLINK("https://evil.example","x")',
    '+1+cmd|’/c calc’!A1',
    '@SUM(1)',
    '-2+3',
    '＝1+1',
    '<script>alert(1)</script>',
    ']]></t><f>1</f>',
    '\u202egpj.exe\u202c',
    'a\u0000b\u0007c\u001bd',
    '_x0041_',
    '__proto__',
    'constructor',
    '\ufffe\uffff\ufeff\ufffd',
    '"\\"{}',
    'x'.repeat(4000),
    '‮'.repeat(400),
    '高仿'.repeat(180),
    'حذاء '.repeat(70),
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
)

function named(text: string): Dossier {
  const sample = sampleDossier()
  const short = text.slice(0, 380).toWellFormed()
  const long = text.toWellFormed()
  return sampleDossier({
    title: short,
    accounts: sample.accounts.map((one, place) => ({
      ...one,
      name: short,
      sellerId: `${short}${place}`,
      basis: long,
    })),
    listings: sample.listings.map((one) => ({ ...one, title: long, reasons: [long] })),
    schedule: sample.schedule.map((one) => ({ ...one, text: long })),
  })
}

test.each(dossierLanguages)('the pages in %s say what a dossier claims', async (language) => {
  const pdf = await writeDossierPdf(sampleDossier({ language }))
  const text = pdfTexts(pdf).replaceAll('\n', ' ')
  for (const part of [
    'Toko Embun',
    '晨露鞋店',
    'متجر الندى',
    'LUM-2026-0007',
    'TLP:AMBER+STRICT',
  ]) {
    expect(text).toContain(part)
  }
  expect(text).toContain('620')
  expect(text).toContain('99.9')
  expect(text).toContain(language === 'id' ? 'IDR 47.760.000' : 'IDR 47,760,000')
  expect(text).not.toMatch(/\{\w+\}/)
  if (language !== 'en') return
  expect(text).toContain('For rehearsal only')
  expect(text).toContain('It does not identify anyone and is not a finding.')
  expect(text).toContain('No natural person is named')
  expect(text).toContain('Measure taken')
  expect(text).toContain('2.1 % of the leads above one half were wrong')
})

test('an empty schedule says that there is nothing, and a redacted section that parts are withheld', async () => {
  const empty = pdfTexts(await writeDossierPdf(sampleDossier({ schedule: [] }))).replaceAll(
    '\n',
    ' ',
  )
  expect(empty).toContain('the sender states that it knows of no such material')
  const pointers = [
    '/persons/0',
    '/complainant/expertWitness',
    '/listings/0',
    '/listings/2/captures',
  ]
  const digest = `sha256:${'ab'.repeat(32)}`
  const withheld = pointers.map((pointer) => ({ pointer, digest, reason: 'Private.' }))
  const redactedFrom = { package: 'lum-7', digest: `sha256:${'cd'.repeat(32)}` }
  const twin = pdfTexts(
    await writeDossierPdf(sampleDossier({ withheld, redactedFrom, salt: null })),
  ).replaceAll('\n', ' ')
  expect(twin).toContain('Redacted copy of the package lum-7')
  expect(twin).not.toContain('No natural person is named')
  expect(twin).toContain('Parts withheld, named below: 1')
  expect(twin).toContain('Expert witness [withheld]')
  expect(twin).toContain('Captures [withheld]')
  expect(twin).not.toContain('No capture is included')
})

test('the bundle names accounts and leads, accuses nobody and is the same each time', () => {
  const bytes = writeStixBundle(sampleDossier())
  expect(writeStixBundle(sampleDossier()).equals(bytes)).toBe(true)
  const objects = objectsOf(bytes)
  const count = (type: string): number => objects.filter((one) => one.type === type).length
  expect(count('user-account')).toBe(3)
  expect(count('relationship')).toBe(2)
  expect(count('grouping')).toBe(1)
  expect(count('threat-actor')).toBe(0)
  expect(objects.find(({ type }) => type === 'relationship')).toMatchObject({ confidence: 99 })
  const ids = new Set(objects.map(({ id }) => id))
  expect(ids.size).toBe(objects.length)
  for (const { object_refs: refs = [] } of objects) {
    for (const ref of refs) expect(ids).toContain(ref)
  }
})

test.skipIf(!published)(
  'every bundle is valid by the schemas of OASIS, whatever names it has',
  () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, unicodeRegExp: false })
    for (const file of globSync('**/*.json', { cwd: schemas })) {
      ajv.addSchema(JSON.parse(readFileSync(join(schemas, file), 'utf8')) as object)
    }
    const idOf = (file: string): string =>
      (JSON.parse(readFileSync(join(schemas, file), 'utf8')) as { $id: string }).$id
    const check = (file: string, value: unknown): void => {
      const validate = ajv.getSchema(idOf(file))!
      expect([validate(value), validate.errors ?? []]).toEqual([true, []])
    }
    const files: Record<string, string> = {
      'marking-definition': 'common/marking-definition.json',
      identity: 'sdos/identity.json',
      'user-account': 'observables/user-account.json',
      relationship: 'sros/relationship.json',
      grouping: 'sdos/grouping.json',
      note: 'sdos/note.json',
    }
    const person = { name: 'Budi', document: 'Licence', documentedBy: 'extract' }
    const persons = [{ ...person, accounts: [sampleDossier().accounts[0]!.id] }]
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom('clear', 'green', 'amber', 'amber+strict', 'red'),
        (text, tlp) => {
          const bytes = writeStixBundle({ ...named(text), persons, tlp })
          const objects = objectsOf(bytes)
          for (const object of objects) check(files[object.type]!, object)
          // The published schema of bundles does not know the types grouping and note of STIX 2.1.
          const known = objects.filter(({ type }) => type !== 'grouping' && type !== 'note')
          const bundle = JSON.parse(bytes.toString('utf8')) as object
          check('common/bundle.json', { ...bundle, objects: known })
        },
      ),
      { numRuns: 30 },
    )
  },
)

test('no name becomes a formula, markup or a lost character in the workbook', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const files = await zipTexts(await writeDossierWorkbook(named(text)))
      const sheets = Object.entries(files).filter(([path]) =>
        path.startsWith('xl/worksheets/sheet'),
      )
      expect(sheets).toHaveLength(13)
      for (const [, xml] of sheets) {
        expect(xml).not.toMatch(/<f[\s>]/)
        const cells = [...xml.matchAll(/<c ([^>]*)>/g)].map(([, attributes]) => attributes!)
        expect(cells.filter((cell) => !cell.includes('t="s"'))).toEqual([])
      }
      const shared = files['xl/sharedStrings.xml']!
      expect(shared).not.toContain('<script')
      expect(shared).not.toMatch(/function|[\u202a-\u202e\u2066-\u2069]/)
    }),
    { numRuns: 40 },
  )
})

test('any name is drawn on the pages, with what hides or reorders shown by its code point', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const drawn = pdfTexts(await writeDossierPdf(named(text)))
      expect(drawn).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/)
    }),
    { numRuns: 12 },
  )
})
