import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes the table of GS1 application identifiers from a checkout of gs1/gs1-syntax-dictionary (Apache-2.0), with the
 * code lists that its reference checks contain:
 * node scripts/make-application-identifiers.ts FOLDER
 */
const target = 'packages/recognition/vocabulary/application-identifiers.json'
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('name the folder of the checkout')
const read = (path: string): string => readFileSync(join(folder, path), 'utf8')

const row =
  /^(?<from>\d{2,4})(?:-(?<to>\d{2,4}))?\s+(?<flags>[*?]*)\s+(?<rest>\S.*?)(?:\s+# (?<title>.+))?$/
const component =
  /^(?<open>\[?)(?<type>[NXYZ])(?<upTo>\.\.)?(?<length>\d+)\]?(?<checks>(?:,[a-z0-9]+)*)$/

const dictionary = read('gs1-syntax-dictionary.txt')
const [, release] = /^# Release: (\d{4}-\d{2}-\d{2})$/m.exec(dictionary) ?? []
if (release === undefined) throw new Error('the checkout is no release: check out a tag')

const identifiers = dictionary
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => {
    const groups = row.exec(line.trimEnd())?.groups
    if (groups === undefined) throw new Error(`not an entry: ${line}`)
    const words = (groups['rest'] ?? '').split(/\s+/)
    const components = words.filter((word) => component.test(word)).map(componentOf)
    const attributes = words.filter((word) => !component.test(word)).map(attributeOf)
    const valuesOf = (name: string): string[] =>
      attributes.filter((attribute) => attribute.name === name).map(({ value }) => value)
    const [keys] = valuesOf('dlpkey')
    return {
      ai: groups['from'],
      ...(groups['to'] !== undefined && { last: groups['to'] }),
      title: groups['title'] ?? '',
      ...(groups['flags']?.includes('*') === true && { predefinedLength: true }),
      ...(groups['flags']?.includes('?') === true && { dataAttribute: true }),
      components,
      ...someOf(
        'requires',
        valuesOf('req').map((value) => value.split(',').map((group) => group.split('+'))),
      ),
      ...someOf(
        'excludes',
        valuesOf('ex').flatMap((value) => value.split(',')),
      ),
      ...(keys !== undefined && {
        qualifiers: keys.split('|').map((one) => one.split(',').filter((ai) => ai !== '')),
      }),
    }
  })

function componentOf(word: string) {
  const { open, type, upTo, length, checks = '' } = component.exec(word)?.groups ?? {}
  const max = Number(length)
  return {
    type,
    min: upTo === undefined ? max : 1,
    max,
    ...(open !== '' && { optional: true }),
    ...someOf('checks', checks.split(',').slice(1)),
  }
}

function attributeOf(word: string): { name: string; value: string } {
  const [, name, value = ''] = /^(req|ex|dlpkey)(?:=(.+))?$/.exec(word) ?? []
  if (name === undefined) throw new Error(`neither a component nor an attribute: ${word}`)
  return { name, value }
}

function someOf<T>(name: string, values: readonly T[]): Record<string, readonly T[]> {
  return values.length === 0 ? {} : { [name]: values }
}

/** The positions of the ones in the bit fields of a reference check. */
function bitsOf(check: string): number[] {
  const bits = [...read(`src/lint_${check}.c`).matchAll(/^\s*0b([01]{64}),/gm)].map(
    ([, one]) => one,
  )
  return [...bits.join('')].flatMap((bit, at) => (bit === '1' ? [at] : []))
}

const digits = (values: readonly number[]): string[] =>
  values.map((value) => String(value).padStart(3, '0'))
const letters = (values: readonly number[]): string[] =>
  values.map((value) => String.fromCharCode(65 + Math.floor(value / 26), 65 + (value % 26)))
const [packageTypes = ''] =
  /(?<=packagetypes\[\]\[4\] = \{)[^}]*/.exec(read('src/lint_packagetype.c')) ?? []

const document = {
  source: 'GS1 Barcode Syntax Dictionary, https://github.com/gs1/gs1-syntax-dictionary',
  release,
  licence:
    'Apache-2.0; copyright 2020-2021 BWIPP project, 2020-2021 Zint Project, 2021-2025 GS1 AISBL',
  identifiers,
  countries: digits(bitsOf('iso3166')).join(' '),
  countryLetters: letters(bitsOf('iso3166alpha2')).join(' '),
  currencies: digits(bitsOf('iso4217')).join(' '),
  packageTypes: [...packageTypes.matchAll(/"(\w+)"/g)].map(([, code]) => code).join(' '),
}
writeFileSync(target, `${JSON.stringify(document, null, 2)}\n`)
process.stdout.write(`${identifiers.length} entries in ${target}\n`)
