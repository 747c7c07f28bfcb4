import type { Translated } from '../catalogue.ts'
import type { retention as english } from '../en/retention.ts'

export const retention: Translated<typeof english> = {
  'nav.retention': 'Masa simpan',
  'retention.title': 'Masa simpan',
  'retention.lead':
    'Apa yang disimpan berapa lama, apa yang ditahan, dan apa yang diminta penjual.',
  'retention.of-all.lead':
    'Berapa lama setiap organisasi menyimpan, dan berapa penahanan hukum yang berlaku. Alasannya milik organisasi itu.',
  'retention.denied': 'Admin, analis, dan auditor melihat masa simpan.',
  'retention.days': 'Berapa lama penawaran disimpan',
  'retention.days.lead':
    'Dihitung sejak penawaran terakhir terlihat. Pembersihan berjalan setiap jam dan langsung mengikuti hari-hari ini.',
  'retention.notice-days': 'Hari untuk pemberitahuan yang diterima',
  'retention.notice-days.hint':
    'Setelahnya pemberitahuan tidak lagi menyebut pengirimnya, kecuali ditahan atau ada yang masih berjalan.',
  'retention.answer-days': 'Hari untuk jawaban penjual',
  'retention.answer-days.hint':
    'Setelahnya jawaban yang selesai kehilangan kata dan dokumen, dan tautan kehilangan id penjual.',
  'retention.message-days': 'Hari untuk pesan',
  'retention.message-days.hint':
    'Setelahnya pesan kehilangan penerima, teks, dan lampiran; nilai hash-nya tetap.',
  'retention.evidence-days': 'Hari untuk tangkapan',
  'retention.evidence-days.hint':
    'Setelah itu dimusnahkan, kecuali ditahan atau kasusnya masih terbuka.',
  'retention.clear-days': 'Hari untuk penawaran bersih',
  'retention.clear-days.hint': 'Setelah itu dihapus beserta semua penilaiannya.',
  'retention.personal-days': 'Hari untuk data pribadi',
  'retention.personal-days.hint':
    'Setelah itu semua penawaran lain kehilangannya; putusan tetap ada.',
  'retention.holds': 'Penahanan hukum',
  'retention.oldest-hold': 'Penahanan tertua',
  'holds.title': 'Penahanan hukum',
  'holds.lead':
    'Selama berlaku, pembersihan maupun penghapusan tidak mengambil apa pun yang ditahan.',
  'holds.empty': 'Tidak ada penahanan hukum',
  'holds.empty.text': 'Tambahkan jika pengadilan atau berkas memerlukan penawaran disimpan.',
  'holds.new': 'Tambah penahanan',
  'holds.new.text':
    'Mulai sekarang tidak ada yang dibersihkan atau dihapus, sampai seseorang melepas penahanan.',
  'hold.on': 'Yang ditahan',
  'hold.reason': 'Alasan',
  'hold.reason.hint': 'Berkas atau perintah yang mengharuskannya disimpan.',
  'hold.set': 'Sejak',
  'hold.state': 'Status',
  'hold.stands': 'Berlaku',
  'hold.released': 'Dilepas pada {day}',
  'hold.release': 'Lepas',
  'hold.release.title': 'Lepas penahanan ini?',
  'hold.release.text': 'Yang ditahan dibersihkan dalam sehari jika masanya sudah habis.',
  'hold.listing': 'Id penawaran',
  'hold.listing.hint': 'Ada di akhir alamat halaman penawaran; seluruh alamat juga diterima.',
  'hold-scope.organisation': 'Semua milik organisasi',
  'hold-scope.seller': 'Penjual',
  'hold-scope.listing': 'Penawaran',
  'hold-scope.notice': 'Pemberitahuan',
  'seller.marketplace': 'Marketplace',
  'seller.marketplace.hint': 'Seperti disebut penawaran; kosong jika tidak disebut.',
  'seller.id': 'Id penjual di sana',
  'privacy.title': 'Yang boleh diminta penjual',
  'privacy.lead': 'Akses atas data tentangnya, koreksi, penghapusan. Semuanya tercatat dalam log.',
  'privacy.access': 'Simpan semua yang dipegang',
  'privacy.accessed':
    '{count, plural, =0 {Tidak ada yang dipegang tentang penjual ini; berkasnya menyatakan demikian.} other {Tersimpan, dengan # penawaran.}}',
  'privacy.erase': 'Hapus penjual',
  'privacy.erase.title': 'Hapus penjual {id}?',
  'privacy.erase.text':
    'Ia dikeluarkan dari semua penawaran, penilaiannya, dan dari yang masuk kemudian. Penawaran dan putusan tetap ada. Tidak dapat dibatalkan.',
  'privacy.rectify': 'Koreksi penawaran',
  'privacy.rectify.text':
    'Membuat versi baru yang dinilai lagi. Versi lama tetap ada sebagai catatan kiriman; perbaiki juga di sumbernya.',
  'privacy.changes': 'Yang harus diubah',
  'privacy.changes.hint': 'JSON berisi bidang dan nilai barunya; null menghapus bidang.',
  'privacy.changes.wrong': 'Ini bukan objek JSON.',
  'privacy.requests': 'Permintaan',
  'privacy.requests.lead': 'Hash dengan salt menggantikan penjual.',
  'privacy.empty': 'Tidak ada permintaan',
  'privacy.empty.text': 'Yang diminta di atas akan tercatat di sini.',
  'privacy.kind': 'Apa',
  'privacy.subject': 'Tentang',
  'privacy.offers': 'Penawaran',
  'privacy.at': 'Diminta',
  'privacy.done': 'Selesai',
  'privacy.under-way': 'Sedang berjalan',
  'privacy-kind.access': 'Akses',
  'privacy-kind.rectification': 'Koreksi',
  'privacy-kind.erasure': 'Penghapusan',
}
