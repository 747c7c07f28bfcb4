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
  'overview.trends': 'Tiga puluh hari terakhir',
  'overview.trends.lead':
    'Penawaran menurut hari pertama terlihat, dengan penilaiannya ketika hari itu dihitung.',
  'overview.trends.said':
    '{count, number} penawaran dalam {days, number} hari, {most, number} pada hari terbanyak. Tabel menyebut setiap hari.',
  'overview.as-table': 'Sebagai tabel',
  'overview.as-chart': 'Sebagai grafik',
  'overview.day': 'Hari (UTC)',
  'overview.all': 'Semua',
  'overview.work': 'Belum diputuskan',
  'overview.work.lead':
    'Penawaran yang belum diputuskan organisasi Anda. Merek dan marketplace dibedakan di antara 2.000 terbaru dari setiap penilaian.',
  'overview.work.done':
    'Tidak ada yang tersisa: setiap penawaran yang tidak bersih sudah diputuskan.',
  'overview.by-brand': 'Menurut merek',
  'overview.by-marketplace': 'Menurut marketplace',
  'overview.name': 'Nama',
  'overview.coverage': 'Apa yang dapat dinilai sinyal',
  'overview.coverage.lead':
    'Bagian dari {count, plural, other {# penawaran}} terbaru yang memberi bahan bagi setiap jenis sinyal. Bila tidak ada bahan, diamnya sinyal tidak berarti apa-apa bagi penawaran.',
}
