import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sampleDossier } from '../../test/dossier-fixture.ts'
import { pdfTexts } from '../../test/pdf-texts.ts'
import { portalFields } from './data-sheet.ts'
import { dossierLanguages } from './model.ts'
import { writeDossierPdf } from './write-dossier-pdf.ts'
import { wordsEn } from './words-en.ts'
import { wordsIn } from './words.ts'

const templates = '../../../jurisdiction/src'
function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`${templates}/${path}`, import.meta.url), 'utf8'))
}

const sheet = sampleDossier({
  template: { ...sampleDossier().template, id: 'eu-afa', kind: 'data-sheet' },
  particulars: [{ line: 'eori', label: 'EORI number', text: 'FR12345678900012' }],
  missing: [{ line: 'cn-code', label: 'CN code of each product', required: true }],
})

test('a data sheet has the fields of the portal alone, in its order, with those that are missing', async () => {
  // Lines are texts of their own.
  const text = pdfTexts(await writeDossierPdf(sheet)).replaceAll('\n', ' ')
  const places = ['Applicant with contact', 'FR12345678900012', 'CN code of each product']
    .concat('Features of genuine goods', 'Known counterfeits')
    .map((one) => text.indexOf(one))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  const say = wordsIn('en')
  for (const absent of ['claims.title', 'claims.persons', 'scale.basis'] as const) {
    expect(text).not.toContain(say(absent))
  }
})

test('its redacted twin is written like any other dossier', async () => {
  const twin = { ...sheet, redactedFrom: { package: 'complete', digest: 'a'.repeat(64) } }
  const text = pdfTexts(await writeDossierPdf(twin))
  expect(text).toContain(wordsIn('en')('claims.title'))
})

test('the fields are those lines of law that the template always asks for', () => {
  const { lines } = readJson('referral-templates/templates/eu-afa.json') as {
    lines: { id: string; force: string; when: string }[]
  }
  const asked = lines.filter(({ force, when }) => force === 'law' && when === 'always')
  expect([...portalFields]).toEqual(asked.map(({ id }) => id))
})

test.each(dossierLanguages)(
  'fields have the names of the lines of the template: %s',
  (language) => {
    const labels = readJson(`locales/${language}/referral-template.json`) as Record<string, string>
    const say = wordsIn(language)
    const keys = Object.keys(wordsEn).filter((key) => key.startsWith('field.'))
    expect(keys).toHaveLength(10)
    for (const key of keys as (keyof typeof wordsEn)[]) {
      expect(say(key)).toBe(labels[`referral.line.${key.slice('field.'.length)}`])
    }
  },
)
