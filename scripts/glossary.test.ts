import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { processEnvironment } from '../packages/cli/src/process-environment.ts'
import { createProgramIo } from '../packages/cli/src/program-io.ts'
import { buildProgram } from '../packages/cli/src/program.ts'
import { openApiDocument } from '../packages/server/src/app/api/index.ts'
import { breachesIn, identifierBreaches } from './glossary-names.ts'

/** One sentence that people read, and where they read it. */
type Sentence = { place: string; text: string }

/**
 * Words that the column "never" of docs/glossary.md rules out, by the correct name in the same row. `phrases` apply
 * everywhere. `inApi` are single words that pages and documents also use in another sense: they are ruled out only in
 * the API reference and in the command line's help.
 */
const never: readonly { name: string; phrases: readonly string[]; inApi?: readonly string[] }[] = [
  {
    name: 'listing',
    phrases: [
      ...['an', 'the', 'this', 'that', 'each', 'every', 'no', 'any', 'one', 'which'].map(
        (word) => `${word} offer`,
      ),
      ...['the', 'these', 'those', 'all', 'other', 'clear', 'new', 'stored', 'labelled'].map(
        (word) => `${word} offers`,
      ),
      'of offers',
      'offers of',
      'offer’s',
      'offers’',
    ],
    inApi: ['offers'],
  },
  {
    name: 'assessment',
    phrases: ['what was said', 'the engine’s word', 'the engine says of'],
    inApi: ['its word', 'their word'],
  },
  { name: 'approval', phrases: ['second look', 'confirmation by another', 'second pair of eyes'] },
  {
    name: 'blind audit',
    phrases: ['lots', 'by lot', 'the lot', 'a lot of the week', 'a reading of', 'readings of'],
    inApi: ['lot', 'readings'],
  },
  {
    name: 'engine release',
    phrases: ['engine image', 'a revision', 'the revision', 'revisions of the engine'],
    inApi: ['revision', 'revisions'],
  },
  { name: 'reference images', phrases: ['known picture', 'known pictures', 'bank of pictures'] },
  {
    name: 'visibility',
    phrases: ['in sight', 'in your sight', 'caller’s sight', 'out of sight', 'proof before sight'],
    inApi: ['hearing'],
  },
  { name: 'case', phrases: ['resting', 'it rests', 'nobody has it', 'case rests', 'course of'] },
  { name: 'confidentiality hold', phrases: ['embargo', 'embargoes'] },
  {
    name: 'regime',
    phrases: ['clocks', 'the automaton', 'a clock that', 'the clock of a'],
    inApi: ['matter', 'matters', 'clock', 'an act', 'acts on'],
  },
  { name: 'notice', phrases: ['what came back', 'pursuing', 'handed over'] },
  { name: 'moderation', phrases: ['reception', 'undoing', 'telling', 'is told', 'are told'] },
  {
    name: 'appeal',
    phrases: [
      'seller’s answer',
      'sellers’ answers',
      'answers of the seller',
      'answers as a seller',
    ],
    inApi: ['an ask', 'the ask'],
  },
  { name: 'notice quality', phrases: ['accountability', 'brake', 'brakes'] },
  {
    name: 'API key',
    phrases: ['machine key', 'machine keys', 'web hook', 'web hooks'],
    inApi: ['short name', 'the log'],
  },
  {
    name: 'operator',
    phrases: ['of the house', 'looks after the installation'],
    inApi: ['operation'],
  },
  { name: 'settings', phrases: ['house’s own', 'in the house', 'the house sets'] },
]

/** Phrases that no native writer in the field uses, on any subject. */
const unnatural = [
  'whoever',
  'somebody',
  'at the most',
  'at the least',
  'as it stands',
  'stands in the',
  'stands under',
  'stands beside',
  'it is he',
  'lays before',
  'is no finding',
  'no sign of falsity',
  'with the mend',
]

type Rule = { name: string; phrase: string; pattern: RegExp }

function toRule(name: string, phrase: string): Rule {
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{N}_./-])${phrase}(?![\p{L}\p{N}_/-]|\.\p{L})`,
    'iu',
  )
  return { name, phrase, pattern }
}

const everywhere = [
  ...never.flatMap(({ name, phrases }) => phrases.map((phrase) => toRule(name, phrase))),
  ...unnatural.map((phrase) => toRule('nothing in plain English', phrase)),
]
const inApi = [
  ...everywhere,
  ...never.flatMap(({ name, inApi: words = [] }) => words.map((word) => toRule(name, word))),
]

/** Code spans and blocks name fields, values and paths, which the glossary does not rule here. */
const code = /```[\s\S]*?```|`[^`]*`/g

function breaches(sentences: readonly Sentence[], rules: readonly Rule[]): string[] {
  return sentences.flatMap(({ place, text }) => {
    const words = text.replaceAll(code, ' ')
    return rules
      .filter(({ pattern }) => pattern.test(words))
      .map(({ phrase, name }) => `${place}: "${phrase}", which is called ${name}, in: ${text}`)
  })
}

const shown = new Set(['summary', 'description', 'title'])
/** Members of a schema whose own members are field names, and examples, which are data. */
const data = new Set(['example', 'value', 'default', 'enum', 'const'])

function sentencesIn(node: unknown, place: string, isNamedByFields = false): Sentence[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => {
    const here = `${place}/${key}`
    if (!isNamedByFields && typeof value === 'string') {
      return shown.has(key) ? [{ place: here, text: value }] : []
    }
    if (!isNamedByFields && data.has(key)) return []
    return sentencesIn(value, here, !isNamedByFields && key === 'properties')
  })
}

type Command = Awaited<ReturnType<typeof buildProgram>>

function helpOf(command: Command, place: string): Sentence[] {
  return [
    { place, text: command.description() },
    ...command.options.map(({ flags, description }) => ({
      place: `${place} ${flags}`,
      text: description,
    })),
    ...command.registeredArguments.map((argument) => ({
      place: `${place} <${argument.name()}>`,
      text: argument.description,
    })),
    ...command.commands.flatMap((one) => helpOf(one, `${place} ${one.name()}`)),
  ]
}

/** No third person ("Lists …"), no noun or question ("The cases …", "How far …"), no sentence. */
function isImperative(text: string): boolean {
  return (
    /^\p{Lu}.*[^.]$/u.test(text) &&
    !/^(?:An?|The|All|One|What|Who|How|Which|When|Where|Whether)\b|^\p{L}+[^s]s\b/u.test(text)
  )
}

const root = join(import.meta.dirname, '..')

/** The messages of a package in one language, by key. */
function messagesOf(owner: string, language = 'en'): Readonly<Record<string, string>> {
  const folder = join(root, 'packages', owner, language)
  const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  return Object.assign({}, ...files.map((text) => JSON.parse(text) as object)) as Record<
    string,
    string
  >
}

/** The meanings of terms, which the reasons of assessments quote, by term and form. */
function termMeanings(): Sentence[] {
  const folder = join(root, 'packages/recognition/lexicon')
  return readdirSync(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    return [...text.matchAll(/"(?:meaning|gloss)": "(.*?)",?$/gm)].map(([, meaning = '']) => ({
      place: file,
      text: meaning,
    }))
  })
}

function toSentences(messages: Readonly<Record<string, string>>): Sentence[] {
  return Object.entries(messages).map(([place, text]) => ({ place, text }))
}

/** What people read of a regime: names of roles, states and steps, and the sentences of refusals. Lines of law are the law's. */
function regimeSentences(): Sentence[] {
  const folder = join(root, 'packages/jurisdiction/src/regimes')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && !file.endsWith('provisions.json'))
    .flatMap((file) =>
      [
        ...readFileSync(join(folder, file), 'utf8').matchAll(
          /"(?:title|subject|label|message|bound|caution)": "(.*?)",?$/gm,
        ),
      ].map(([, text = '']) => ({ place: file, text })),
    )
}

const ofRegimes = ['clock', 'clocks', 'automaton', 'matter'].map((word) => toRule('regime', word))

/** Pages of law contain data that counsel checks; the glossary itself and schemas name the ruled-out words. */
const excluded = /^docs\/(?:law\/|contract\/|glossary\.md$)/

function pagesOf(files: readonly string[]): Sentence[] {
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
      .replaceAll(code, (block) => block.replaceAll(/[^\n]/g, ' '))
      .replaceAll(/\]\([^)]*\)/g, ']')
    // A sentence may go over several lines: paragraphs, table rows and list items are read as one each.
    return text
      .split(/\n\s*\n|\n(?=\||- |\d+\. |#)/)
      .map((part) => ({ place: file, text: part.replaceAll(/\s+/g, ' ').trim() }))
  })
}

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'samples/README.md',
  'bench/README.md',
  'packages/recognition/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name}`)
    .filter((name) => name.endsWith('.md') && !excluded.test(name)),
]

const ofApi = sentencesIn(openApiDocument('1.2.3'), '')
const ofCommandLine = helpOf(
  await buildProgram({
    io: createProgramIo(processEnvironment),
    finish: () => undefined,
    loaded: 'all',
  }),
  'touchstone',
)

test('the API reference speaks in the words of the glossary', () => {
  expect(ofApi.length).toBeGreaterThan(1500)
  expect(breaches(ofApi, inApi)).toEqual([])
})

test('the help of the command line speaks in the words of the glossary', () => {
  expect(ofCommandLine.length).toBeGreaterThan(200)
  expect(breaches(ofCommandLine, inApi)).toEqual([])
})

test.each([
  ['console/locales', 1500],
  ['jurisdiction/src/locales', 40],
  ['recognition/locales', 140],
  ['seller-portal/locales', 100],
  ['server/locales', 40],
])('the messages in %s speak in the words of the glossary', (folder, least) => {
  const messages = toSentences(messagesOf(folder)).filter(
    // Lines of law are the law's.
    ({ place }) => !place.startsWith('regime.provision.'),
  )
  expect(messages.length).toBeGreaterThan(least)
  expect(breaches(messages, everywhere)).toEqual([])
})

/** The words that the table of translations in docs/glossary.md rules out, by the first column of their row. */
function translationRules(column: 'Indonesian' | 'Chinese'): Rule[] {
  const glossary = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
  const [, table = ''] = glossary.split('## In Indonesian and Chinese')
  const place = column === 'Indonesian' ? 4 : 5
  return table
    .split('\n')
    .filter((line) => /^\| [a-z]/i.test(line) && !line.startsWith('| concept'))
    .flatMap((line) => {
      const cells = line.split('|').map((cell) => cell.trim())
      const phrases = (cells[place] ?? '').split(', ').filter((phrase) => phrase !== '')
      // Chinese has no spaces between words.
      return phrases.map((phrase) =>
        column === 'Indonesian'
          ? toRule(cells[1] ?? '', phrase)
          : { name: cells[1] ?? '', phrase, pattern: new RegExp(phrase, 'iu') },
      )
    })
}

test.each([
  ['id', 'Indonesian', 25],
  ['zh', 'Chinese', 30],
] as const)('the messages in %s use one word for each concept', (language, column, least) => {
  const rules = translationRules(column)
  expect(rules.length).toBeGreaterThanOrEqual(least)
  const owners = [
    'console/locales',
    'jurisdiction/src/locales',
    'recognition/locales',
    'seller-portal/locales',
    'server/locales',
  ]
  const messages = owners.flatMap((owner) =>
    toSentences(messagesOf(owner, language)).map(({ place, text }) => ({
      place: `${owner} ${place}`,
      // Names of arguments are not words.
      text: text.replaceAll(/\{\w+(?=[,}])/g, '{'),
    })),
  )
  expect(messages.length).toBeGreaterThan(3000)
  expect(breaches(messages, rules)).toEqual([])
})

test.each([
  ['Indonesian', 'Penawaran undian', 'blind audit, sample'],
  ['Indonesian', 'Semua marketplace', 'marketplace'],
  ['Chinese', '添加机器密钥', 'API key, webhook'],
] as const)('in %s "%s" is refused', (column, text, name) => {
  expect(breaches([{ place: 'somewhere', text }], translationRules(column))).toContainEqual(
    expect.stringContaining(`which is called ${name}`),
  )
})

test('the meanings of terms speak in the words of the glossary', () => {
  expect(termMeanings().length).toBeGreaterThan(500)
  expect(breaches(termMeanings(), everywhere)).toEqual([])
})

test('the regimes speak of deadlines, the system and workflow instances', () => {
  expect(regimeSentences().length).toBeGreaterThan(400)
  expect(breaches(regimeSentences(), ofRegimes)).toEqual([])
  const text = 'An automaton may close it once the clock has passed.'
  expect(breaches([{ place: 'x.json', text }], ofRegimes)).toHaveLength(2)
})

test('the documents speak in the words of the glossary', () => {
  expect(pages.length).toBeGreaterThan(40)
  expect(breaches(pagesOf(pages), everywhere)).toEqual([])
})

test('identifiers of code, tables and fields are made of the words of the glossary', () => {
  const { files, breaches } = identifierBreaches()
  expect(files).toBeGreaterThan(2000)
  expect(breaches).toEqual([])
})

test.each([
  ['const offer = await read(id)', 'offer', 'listing'],
  ['function take({ listing, offers }: Input) {', 'offers', 'listing'],
  ['export type CaseOffer = { id: string }', 'CaseOffer', 'listing'],
  ['  offersToday: z.int(),', 'offersToday', 'listing'],
  ['create table case_offers (', 'case_offers', 'listing'],
  ['  select count(*) as offers', 'offers', 'listing'],
  ['if (brakedAt !== null) lift()', 'brakedAt', 'notice quality'],
  ['const embargo = holds[0]', 'embargo', 'confidentiality hold'],
  ['  return kase.matters.length', 'matters', 'regime'],
  ['const { revision } = release', 'revision', 'engine release'],
  ['for (const lot of lots) draw(lot)', 'lot', 'blind audit'],
  ['const { clocks } = machine', 'clocks', 'deadline'],
  ["const automaton = { role: 'system' }", 'automaton', 'system'],
  ['create table answer_links (', 'answer_links', 'appeal'],
  ['  ask_id uuid,', 'ask_id', 'appeal'],
  ['    select from proof_asks a where a.id = $1', 'proof_asks', 'appeal'],
  ['async function takeRows(rows: Row[]): Promise<void> {', 'takeRows', 'a verb of what happens'],
  ['  private keep(text: string): void {', 'keep', 'a verb of what happens'],
  ['  private async tellSome(', 'tellSome', 'a verb of what happens'],
  ['  const told = (row: Row): View => view(row)', 'told', 'a verb of what happens'],
])('in `%s` the identifier `%s` is refused', (code, identifier, name) => {
  expect(breachesIn('packages/server/src/x.ts', code)).toContainEqual({
    place: 'packages/server/src/x.ts:1',
    identifier,
    name,
  })
})

test.each([
  ['packages/jurisdiction/src/x.ts', 'time limit'],
  ['packages/server/src/enforcement/proceedings/x.ts', 'time limit'],
  ['packages/server/src/app/x.ts', undefined],
])('a clock in %s is called %s', (file, name) => {
  const breach = { place: `${file}:1`, identifier: 'clock', name }
  expect(breachesIn(file, 'const clock = read()')).toEqual(name === undefined ? [] : [breach])
})

test.each([
  "  role: z.enum(['offered', 'mentioned'])",
  "  offers: { '@type': 'Offer', price: '40' },",
  '// Sellers offer goods under this name.',
  "throw new Error('no offer: nothing is sold')",
  'const pilot = allotment.slots',
  '  tell(row)',
  'const taken = rows.filter(isNew)',
  'export function lookAlike(char: string): string {',
  '  verdict = ask_proof',
])('in `%s` no identifier is refused', (code) => {
  expect(breachesIn('packages/server/src/x.ts', code)).toEqual([])
})

test('every command, option and argument has a help text', () => {
  expect(ofCommandLine.filter(({ text }) => text.trim() === '')).toEqual([])
})

test('summaries are imperatives without a full stop', () => {
  const summaries = ofApi.filter(({ place }) => /^\/paths\/[^#]+\/summary$/.test(place))
  expect(summaries.filter(({ text }) => !isImperative(text))).toEqual([])
})

test.each([
  ['Lists machine keys', 'API key'],
  ['Open an offer', 'listing'],
  ['Needs a second look', 'approval'],
  ['Lifts an embargo before its time is over', 'confidentiality hold'],
  ['The clocks that run', 'regime'],
  ['Readings of a week by lot', 'blind audit'],
  ['The brake on a ground', 'notice quality'],
  ['The organisation’s web hooks', 'API key'],
  ['Whoever decides reads the documents', 'nothing in plain English'],
])('"%s" is found everywhere', (text, name) => {
  expect(breaches([{ place: 'somewhere', text }], everywhere)).toContainEqual(
    expect.stringContaining(`which is called ${name}`),
  )
})

test.each([
  ['The offers of a case', 'listing'],
  ['Acts on a matter', 'regime'],
  ['Draws the lot of a week', 'blind audit'],
])('"%s" is found in the API reference', (text, name) => {
  expect(breaches([{ place: 'somewhere', text }], inApi)).toContainEqual(
    expect.stringContaining(`which is called ${name}`),
  )
})

test('a page is read by paragraphs, rows and items, without its code and addresses', () => {
  const found = breaches(pagesOf(['docs/glossary.md']), everywhere)
  expect(found).toContainEqual(expect.stringContaining('"machine key"'))
  expect(breaches(pagesOf(['docs/recipes/webhook.md']), everywhere)).toEqual([])
  expect(pagesOf(['docs/recipes/webhook.md']).some(({ text }) => text.includes('curl'))).toBe(false)
})

test('longer words, the verb and names in code are none of these', () => {
  for (const text of [
    'Sellers offer goods',
    'The seller offers new goods',
    'Pilots and allotments',
    'See `revision` in `/lots`',
  ]) {
    expect(breaches([{ place: 'somewhere', text }], everywhere)).toEqual([])
  }
})

test('every name is one that docs/glossary.md gives, in a row that rules something out', () => {
  const glossary = readFileSync(join(import.meta.dirname, '../docs/glossary.md'), 'utf8')
  const rows = glossary.split('\n').filter((line) => line.startsWith('|'))
  for (const { name } of never) {
    const row = rows.find((line) => line.split('|')[2]?.includes(`**${name}**`))
    expect([name, row?.split('|')[3]?.trim()]).toEqual([name, expect.stringMatching(/\w/)])
  }
})
