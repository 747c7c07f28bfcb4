import { expect, test } from 'vitest'
import { createText } from './text.ts'

test('a probability is the figure that the sentences of assessments state', () => {
  const { probability } = createText('en', { messages: {}, reasons: {} } as never)
  expect([0.5996, 0.6, 0.29, 0.799999, 1, 0.004, 0].map(probability)).toEqual([
    '59%',
    '60%',
    '29%',
    '79%',
    '100%',
    '<1%',
    '0%',
  ])
})

test('sentences and labels are joined as the language writes them', () => {
  const texts = (['en', 'zh'] as const).map((locale) =>
    createText(locale, { messages: {}, reasons: {} } as never),
  )
  expect(texts.map(({ sentences }) => sentences(['一。', '', '二。']))).toEqual([
    '一。 二。',
    '一。二。',
  ])
  expect(texts.map(({ labelled }) => labelled('通知', 'Ana'))).toEqual(['通知: Ana', '通知：Ana'])
})
