import type { Translated } from '../catalogue.ts'
import type { overview as english } from '../en/overview.ts'

export const overview: Translated<typeof english> = {
  'overview.title': 'Ikhtisar',
  'overview.offers': 'Penawaran menurut penilaian',
  'overview.go': 'Periksa penawaran',
  'overview.empty': 'Mulailah dengan berkas penawaran',
  'overview.empty.text':
    'Impor penawaran untuk melihat penilaiannya, dan katalog agar merek Anda dikenal.',
  'overview.decisions': 'Keputusan terakhir',
  'overview.decision': 'Keputusan',
  'overview.offer': 'Penawaran',
}
