import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetDraft, forgetDrafts, readDraft, writeDraft } from './use-kept-draft.ts'

const stored = new Map<string, string>()
const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')

beforeEach(() => {
  stored.clear()
  const storage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  }
  const listed = new Proxy(storage, {
    ownKeys: () => [...stored.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  })
  Object.defineProperty(globalThis, 'localStorage', { value: listed, configurable: true })
})
afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(globalThis, 'localStorage')
  else Object.defineProperty(globalThis, 'localStorage', before)
})

const mine = { author: 'ana', about: 'appeal 7' }
const empty = { reasons: '', measures: [] as string[] }

test('a draft is read by its author alone, and only where it fits the form', () => {
  const typed = { reasons: 'The invoice shows it.', measures: ['disable'] }
  writeDraft(mine, typed)
  expect(readDraft(mine, empty)).toEqual(typed)
  expect(readDraft({ ...mine, author: 'otto' }, empty)).toBeUndefined()
  expect(readDraft({ ...mine, about: 'appeal 8' }, empty)).toBeUndefined()
  expect(readDraft(mine, { ...empty, summary: '' })).toBeUndefined()
  forgetDraft(mine)
  expect(readDraft(mine, empty)).toBeUndefined()
})

test('a draft is forgotten after thirty days, by signing out, and when it is no draft', () => {
  writeDraft(mine, { reasons: 'x', measures: [] })
  const [name] = [...stored.keys()] as [string]
  const old = { at: Date.now() - 31 * 86_400_000, value: { reasons: 'x', measures: [] } }
  stored.set(name, JSON.stringify(old))
  expect(readDraft(mine, empty)).toBeUndefined()
  stored.set(name, '{"at":')
  expect(readDraft(mine, empty)).toBeUndefined()
  writeDraft(mine, { reasons: 'y', measures: [] })
  stored.set('touchstone.theme', 'dark')
  forgetDrafts()
  expect([...stored.keys()]).toEqual(['touchstone.theme'])
})
