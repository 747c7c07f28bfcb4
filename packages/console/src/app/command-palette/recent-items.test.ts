import { expect, test } from 'vitest'
import { addRecentItem, recentItems } from './recent-items.ts'

test('the last items come first, each once, and belong to one reader', () => {
  const item = (path: string) => ({ path, title: path, detail: null, icon: 'listings' as const })
  for (const path of ['/a', '/b', '/a', '/c', '/d', '/e', '/f', '/g']) {
    addRecentItem('ana', item(path))
  }
  expect(recentItems('ana').map(({ path }) => path)).toEqual(['/g', '/f', '/e', '/d', '/c', '/a'])
  expect(recentItems('bea')).toEqual([])
})
