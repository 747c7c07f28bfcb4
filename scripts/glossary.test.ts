import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { processSurroundings } from '../packages/cli/src/process-surroundings.ts'
import { createProgramIo } from '../packages/cli/src/program-io.ts'
import { buildProgram } from '../packages/cli/src/program.ts'
import { openApiDocument } from '../packages/server/src/app/api/index.ts'

/** One sentence that outsiders read, and where they read it. */
type Sentence = { place: string; text: string }

/**
 * What the column "never" of docs/glossary.md rules out, by the name that the row gives instead: whole phrases,
 * and single words only where these texts use them in no other sense.
 */
const never: readonly { name: string; phrases: readonly string[] }[] = [
  {
    name: 'listing',
    phrases: [
      'offers',
      'an offer',
      'the offer',
      'this offer',
      'each offer',
      'every offer',
      'offer’s',
    ],
  },
  { name: 'assessment', phrases: ['what was said', 'its word', 'their word'] },
  { name: 'approval', phrases: ['second look', 'confirmation by another'] },
  { name: 'blind audit', phrases: ['lot', 'lots', 'by lot', 'readings', 'a reading of'] },
  { name: 'engine release', phrases: ['revision', 'revisions', 'engine image'] },
  { name: 'reference images', phrases: ['known picture', 'known pictures'] },
  { name: 'visibility', phrases: ['in sight', 'caller’s sight', 'hearing'] },
  { name: 'case', phrases: ['resting', 'it rests', 'nobody has it', 'course of'] },
  { name: 'confidentiality hold', phrases: ['embargo', 'embargoes'] },
  { name: 'regime', phrases: ['matter', 'matters', 'clock', 'clocks', 'an act', 'acts on'] },
  { name: 'notice', phrases: ['what came back', 'pursuing'] },
  { name: 'moderation', phrases: ['reception', 'undoing', 'telling', 'is told', 'are told'] },
  { name: 'appeal', phrases: ['seller’s answer', 'answers of the seller', 'an ask', 'the ask'] },
  { name: 'notice quality', phrases: ['accountability', 'brake', 'brakes'] },
  {
    name: 'API key',
    phrases: ['machine key', 'machine keys', 'web hook', 'web hooks', 'short name', 'the log'],
  },
  { name: 'operator', phrases: ['operation', 'of the house'] },
  { name: 'settings', phrases: ['house’s own', 'in the house'] },
]

const forbidden = never.flatMap(({ name, phrases }) =>
  phrases.map((phrase) => ({
    name,
    phrase,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}_./-])${phrase}(?![\p{L}\p{N}_/-]|\.\p{L})`,
      'iu',
    ),
  })),
)

/** What stands in code spans and blocks names fields, values and paths, which the glossary does not rule here. */
const code = /```[\s\S]*?```|`[^`]*`/g

function breaches(sentences: readonly Sentence[]): string[] {
  return sentences.flatMap(({ place, text }) => {
    const words = text.replaceAll(code, ' ')
    return forbidden
      .filter(({ pattern }) => pattern.test(words))
      .map(({ phrase, name }) => `${place}: "${phrase}", which is called ${name}, in: ${text}`)
  })
}

const shown = new Set(['summary', 'description', 'title'])
/** Members of a schema whose own members are named by fields, and examples, which are data. */
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

const ofApi = sentencesIn(openApiDocument('1.2.3'), '')
const ofCommandLine = helpOf(
  await buildProgram({
    io: createProgramIo(processSurroundings),
    finish: () => undefined,
    loaded: 'all',
  }),
  'touchstone',
)

test('the API reference speaks in the words of the glossary', () => {
  expect(ofApi.length).toBeGreaterThan(1500)
  expect(breaches(ofApi)).toEqual([])
})

test('the help of the command line speaks in the words of the glossary', () => {
  expect(ofCommandLine.length).toBeGreaterThan(200)
  expect(breaches(ofCommandLine)).toEqual([])
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
  ['The offers of a case', 'listing'],
  ['Lifts an embargo before its time is over', 'confidentiality hold'],
  ['The clocks that run', 'regime'],
  ['Draws the lot of a week', 'blind audit'],
  ['The organisation’s web hooks', 'API key'],
])('"%s" is found', (text, name) => {
  expect(breaches([{ place: 'somewhere', text }])).toEqual([
    expect.stringContaining(`which is called ${name}`),
  ])
})

test('longer words, the verb and names in code are none of these', () => {
  for (const text of [
    'Sellers offer goods',
    'Pilots and allotments',
    'See `revision` in `/lots`',
  ]) {
    expect(breaches([{ place: 'somewhere', text }])).toEqual([])
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
