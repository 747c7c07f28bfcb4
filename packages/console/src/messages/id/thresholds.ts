import type { Translated } from '../catalogue.ts'
import type { thresholds as english } from '../en/thresholds.ts'

export const thresholds: Translated<typeof english> = {
  'nav.thresholds': 'Ambang',
  'thresholds.title': 'Ambang',
  'thresholds.lead':
    'Mulai peluang berapa penjual diminta bukti, seseorang meninjau, atau penawaran dihentikan. Aturan blokir tetap menentukan sejauh mana tiap penawaran boleh dinilai; tidak ada ambang yang menaikkannya melewati batas itu.',
  'thresholds.by-brand': 'Per merek',
  'thresholds.least':
    'Tidak lebih rendah dari {askProof} %, {review} %, dan {block} %, agar penjual jujur tidak tertahan tanpa alasan yang cukup. Yang Anda tetapkan adalah pandangan organisasi Anda; yang lain memakai miliknya sendiri.',
  'thresholds.only-admins':
    'Admin yang menetapkan ambang. Di sini Anda dapat mencoba akibat suatu perubahan.',
  'thresholds.standard': 'Semua merek lain',
  'thresholds.standard.hint': 'Yang tidak punya ambang sendiri',
  'thresholds.standard.no-chart':
    'Ini berlaku untuk setiap merek tanpa ambang sendiri. Buka sebuah merek untuk melihat sebaran penawarannya.',
  'thresholds.whose.own': 'Anda tetapkan',
  'thresholds.whose.standard': 'Seperti merek lain',
  'thresholds.whose.engine': 'Bawaan',
  'thresholds.offers': '{count, plural, other {{number} penawaran}}',
  'thresholds.from-percent': 'mulai {percent} %',
  'thresholds.percent': '{percent} %',
  'thresholds.of': 'Ambang untuk {name}',
  'thresholds.field': '{verdict} mulai',
  'thresholds.slider': '{field}, sebagai penggeser',
  'thresholds.empty': 'Belum ada merek',
  'thresholds.empty.text':
    'Sebuah merek muncul di sini setelah ada penawaran yang menyebutnya. Ambang untuk semua merek sudah dapat ditetapkan.',
  'thresholds.no-brand': 'Tidak ada merek {brand} yang ambangnya Anda tetapkan.',
  'thresholds.no-brand-named': 'Tanpa merek',
  'thresholds.at-most': 'Aturan mengizinkan paling jauh',
  'thresholds.always-clear':
    '{count, plural, =0 {Tidak ada penawaran yang tetap bersih apa pun ambangnya.} other {# penawaran tetap bersih apa pun ambangnya.}}',
  'thresholds.fixed':
    '{count, plural, other {# penawaran tetap memakai penilaian mesin: tidak semua buktinya boleh Anda lihat.}}',
  'thresholds.reset': 'Kembali ke yang berlaku',
  'thresholds.use-standard': 'Pakai milik semua merek lain',
  'thresholds.use-engine': 'Pakai bawaan',
  'thresholds.note': 'Alasan',
  'thresholds.note.hint': 'Untuk daftar perubahan di bawah',
  'thresholds.preview': 'Yang akan berubah',
  'thresholds.preview.same':
    'Inilah ambang yang berlaku sekarang. Geser salah satu untuk melihat yang akan berubah.',
  'thresholds.preview.nothing': 'Tidak ada penawaran yang penilaiannya berubah.',
  'thresholds.preview.count': '{count, plural, other {Penilaian # penawaran akan berubah.}}',
  'thresholds.preview.more':
    'Penilaian lebih dari {count, number} penawaran akan berubah; penghitungan berhenti di situ.',
  'thresholds.move.from': 'Dari',
  'thresholds.move.to': 'Menjadi',
  'thresholds.examples': '{count, plural, other {# yang terbaru}}',
  'thresholds.by-brand.moves': '{count, plural, other {Pada # merek}}',
  'thresholds.decided.genuine':
    '{count, plural, =0 {Tidak ada penawaran yang diputuskan asli} other {# penawaran yang diputuskan asli oleh orang-orang Anda}}',
  'thresholds.decided.counterfeit':
    '{count, plural, =0 {Tidak ada penawaran yang diputuskan palsu} other {# penawaran yang diputuskan palsu oleh orang-orang Anda}}',
  'thresholds.graver': '{count, number} akan diperlakukan lebih ketat ({range})',
  'thresholds.milder': '{count, number} lebih longgar ({range})',
  'thresholds.range': '{low} sampai {high} dari penawaran seperti itu',
  'thresholds.not-known': 'bagiannya tidak diketahui di bawah {least} keputusan',
  'thresholds.changes': 'Perubahan',
  'thresholds.changes.lead':
    'Siapa menetapkan apa, dan mengapa. Perubahan terakhir masing-masing dapat ditarik kembali.',
  'thresholds.changes.none': 'Belum pernah ada yang diubah: ambang bawaan mesin berlaku.',
  'thresholds.none': 'Tidak ada',
  'thresholds.three': '{askProof} · {review} · {block} %',
  'thresholds.undo': 'Tarik kembali',
  'thresholds.undo-of': 'Tarik kembali perubahan terakhir untuk {name}',
  'thresholds.undid': 'Menarik kembali versi {version}',
  'offer.engine-said': 'Menurut ambang organisasi Anda. Menurut ambang bawaan mesin: {verdict}.',
}
