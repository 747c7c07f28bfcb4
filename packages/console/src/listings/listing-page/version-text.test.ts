import { expect, test } from 'vitest'
import { createText, loadCatalogue } from '../../messages/index.ts'
import { fieldWord, valueText } from './version-text.ts'

const text = createText('id', await loadCatalogue('id'))

test('changes use the names and number formats of the pages', () => {
  expect(fieldWord(text, 'price')).toBe('Harga')
  expect(fieldWord(text, 'description')).toBe('Deskripsi')
  expect(fieldWord(text, 'x-own-field')).toBe('x-own-field')
  expect(valueText(text, { amount: '1049.90', currency: 'CNY' })).toBe('CNY\u00a01.049,9')
  expect(valueText(text, 12_000)).toBe('12.000')
  expect(valueText(text, undefined)).toBe('')
})

test('a value with several parts is shown line by line, without program syntax', () => {
  const reviews = [{ text: 'a copy', rating: 4 }, { text: 'late' }]
  expect(valueText(text, reviews)).toBe('text: a copy · rating: 4\ntext: late')
})
