import { expect, test } from 'vitest'
import { textOf } from '../../test/text-of.ts'
import { proceedingTitle } from './proceeding-title.ts'

test.each([
  ['Notice and action', 'Pemberitahuan dan tindakan', '通知与处置'],
  ['Misuse by a notifier', 'Penyalahgunaan oleh pengirim pemberitahuan', '通知人滥用'],
  [
    'Trusted flagger as listed on 2026-11-30',
    'Pelapor tepercaya menurut daftar 30 Nov 2026',
    '可信举报者（名单日期：2026年11月30日）',
  ],
  ['The seller’s own proceeding', 'The seller’s own proceeding', 'The seller’s own proceeding'],
])('a proceeding titled %j is %j in Indonesian and %j in Chinese', (title, id, zh) => {
  expect(proceedingTitle(textOf('en', ['shared']), title).slice(0, 8)).toBe(title.slice(0, 8))
  expect(proceedingTitle(textOf('id', ['shared']), title)).toBe(id)
  expect(proceedingTitle(textOf('zh', ['shared']), title)).toBe(zh)
})
