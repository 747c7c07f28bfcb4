import type { Translated } from '../catalogue.ts'
import type { imports as english } from '../en/import.ts'

export const imports: Translated<typeof english> = {
  'import.title': 'Impor penawaran',
  'import.lead':
    'Setiap penawaran dalam berkas disimpan dan dinilai. Baris bermasalah diberitahukan; yang lain diterima.',
  'import.denied': 'Admin dan analis yang mengimpor penawaran. Minta salah satu dari mereka.',
  'import.drop': 'Letakkan berkas penawaran di sini',
  'import.formats': 'NDJSON, JSON, CSV, XLSX, atau feed Merchant, biasa atau dikemas dengan gzip',
  'import.preview': 'Awal berkas',
  'import.no-preview': 'Buku kerja: barisnya dibaca saat dikirim.',
  'import.size': '{kilobytes} KB',
  'import.marketplace': 'Marketplace',
  'import.marketplace.hint': 'Jika berkas tidak menyebutnya',
  'import.currency': 'Mata uang',
  'import.currency.hint': 'Tiga huruf: EUR, CNY',
  'import.language': 'Bahasa',
  'import.language.hint': 'Dua huruf: en, zh',
  'import.do': 'Impor',
  'import.sending': 'Mengirim: {share}',
  'import.judging': 'Terkirim. Penawaran sedang dinilai.',
  'import.done': '{count, plural, other {# penawaran diterima}}',
  'import.done.lead':
    'Dibaca sebagai {format}. {changed, plural, =0 {} other {# berubah sejak dikirim sebelumnya. }}{unchanged, plural, =0 {} other {# sama seperti sebelumnya. }}{failed, plural, =0 {Tidak ada baris bermasalah.} other {# baris bermasalah.}}',
  'import.look': 'Lihat penawaran',
  'import.offers': 'Penawaran',
}
