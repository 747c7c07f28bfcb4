import { expect, test } from 'vitest'
import { followSample, sampleSignInLines } from './sample-progress.ts'

const at = (taken: number, state = 'loading') => ({ state, taken, total: 2000 }) as const

/** A server that has progressed by one step at each request. */
function serverAt(...steps: ReturnType<typeof at>[]) {
  let poll = 0
  return { sampleProgress: async () => steps[Math.min(poll++, steps.length - 1)]! as never }
}

async function shown(steps: ReturnType<typeof at>[], isTTY: boolean): Promise<string> {
  let text = ''
  const terminal = { isTTY, write: (part: string) => (text += part) }
  await followSample(serverAt(...steps), new AbortController().signal, terminal)
  return text
}

test('a file gets a line each quarter and one at the end', async () => {
  expect(await shown([at(0), at(100), at(1100), at(2000, 'loaded')], false)).toMatch(
    /^Loading the sample alliance: 0 of 2,000 listings\nLoading .*: 1,100 of 2,000 listings\nThe sample alliance is loaded: 2,000 listings in \d\.\d s\. .*\n$/,
  )
})

test('a terminal gets one line that changes', async () => {
  expect(await shown([at(1200), at(2000, 'loaded')], true)).toMatch(
    /^\r\u001b\[2KLoading the sample alliance: 1,200 of 2,000 listings\r\u001b\[2KThe sample/,
  )
})

test('nothing is printed if nothing is being loaded', async () => {
  expect(await shown([at(0, 'none')], false)).toBe('')
})

test('the first accounts are named, the others counted', () => {
  const people = ['a', 'b', 'c', 'd'].map((name) => ({ email: `${name}@x.example`, does: 'x' }))
  const lines = sampleSignInLines({ password: 'p', people, file: '/data/f' })
  expect(lines.join('\n')).toMatch(
    /c@x\.example {2}x\nwith the password p\n.*\/data\/f, with 1 more person\.$/,
  )
})
