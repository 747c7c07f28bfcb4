import { expect, test } from 'vitest'
import { createText, loadCatalogue, withMessages } from '../../messages/index.ts'
import { changeSentences } from './changes-text.ts'

test('what changed since the submission is said in sentences, and nothing else', async () => {
  const catalogue = await loadCatalogue('en')
  await withMessages(['dossier-drafts'], Promise.resolve())
  const changes = {
    accounts: { joined: ['a', 'b'], left: [] },
    listings: { added: 1, removed: 0 },
    links: { added: 0, removed: 0, changed: 1 },
  }
  expect(changeSentences(createText('en', catalogue), changes)).toEqual([
    '2 accounts joined the network.',
    'One listing was added.',
    'One link has another probability.',
  ])
})
