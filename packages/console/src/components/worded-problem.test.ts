import { errorCodes, problemTypes } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { createText, loadCatalogue, withMessages, type locales } from '../messages/index.ts'

async function sentencesIn(locale: (typeof locales)[number]): Promise<Map<string, string>> {
  await withMessages(['problems'], Promise.resolve())
  const { word } = createText(locale, await loadCatalogue(locale))
  return new Map(errorCodes.map((code) => [code, word(`problem-code.${code}`) ?? 'no sentence']))
}

test('every cause of a refusal has a sentence in each language, and none of them is the English one', async () => {
  const titles = errorCodes.map((code) => [code, `${problemTypes[code].title}.`])
  expect([...(await sentencesIn('en'))]).toEqual(titles)
  const english = new Map(titles as [string, string][])
  const [indonesian, chinese] = [await sentencesIn('id'), await sentencesIn('zh')]
  for (const code of errorCodes) {
    expect([code, indonesian.get(code)]).not.toEqual([code, english.get(code)])
    expect([code, chinese.get(code)]).toEqual([code, expect.stringMatching(/\p{Script=Han}.*。$/u)])
  }
  expect([...indonesian.values()].filter((one) => /\b(?:the|is|are|not|was)\b/.test(one))).toEqual(
    [],
  )
})
