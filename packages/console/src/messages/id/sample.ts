import type { Translated } from '../catalogue.ts'
import type { sample as english } from '../en/sample.ts'

export const sample: Translated<typeof english> = {
  'sample.loading': 'Aliansi contoh sedang dimuat: {taken} dari {total}',
  'sample.loaded': 'Aliansi contoh sudah dimuat.',
  'sample.show': 'Tampilkan yang ada',
}
