import type { Translated } from '../catalogue.ts'
import type { claims as english } from '../en/claims.ts'

export const claims: Translated<typeof english> = {
  'nav.claims': 'Klaim',
  'claims.title': 'Klaim',
  'claims.lead':
    'Bukti hak sebelum akses: penawaran pihak lain tidak terlihat untuk suatu merek sebelum klaimnya disetujui.',
  'claims.all.lead':
    'Yang diklaim organisasi. Pengambil keputusan membaca dokumennya; setiap pembacaan tercatat dalam log pengklaim.',
  'claims.all': 'Semua klaim',
  'claims.new': 'Klaim merek',
  'claims.new.lead':
    'Sebutkan entri dalam daftar dan kirim buktinya. Yang memutuskan bukan organisasi dalam grup Anda, dan bukan yang mengklaim merek itu sendiri.',
  'claims.new.denied':
    'Admin pemegang hak, atau penasihat hukum sebagai kuasanya, yang mengklaim merek.',
  'claims.new.next':
    'Tidak ada yang berubah sampai klaim disetujui. Anda dapat menariknya kapan saja.',
  'claims.submit': 'Kirim klaim',
  'claims.empty': 'Tidak ada klaim',
  'claims.empty.text':
    'Klaim menunjukkan bahwa Anda berhak melindungi suatu merek. Setelah disetujui, Anda melihat penawaran pihak lain yang pasti tentang merek itu.',
  'claims.empty.state': 'Tidak ada dalam keadaan ini.',
  'claims.state': 'Status',
  'claims.state.all': 'Semua keadaan',
  'claims.brand': 'Merek',
  'claims.brand.hint': 'Id-nya dalam katalog: huruf kecil, angka, dan tanda hubung.',
  'claims.claimant': 'Pengklaim',
  'claims.register': 'Daftar',
  'claims.owner': 'Pemilik menurut daftar',
  'claims.owner.hint': 'Persis seperti tertulis dalam daftar.',
  'claims.submitted': 'Dikirim',
  'claims.by-agent': 'oleh kuasa',
  'claims.open-of': 'Klaim {organisation} atas {brand}',
  'claim.title': 'Klaim atas {brand}',
  'claim.state': 'Status',
  'claim.decided': 'Diputuskan',
  'claim.reason': 'Alasan',
  'claim.reason.hint': 'Pengklaim membacanya: jangan sebut pesaing.',
  'claim.right': 'Haknya',
  'claim.basis': 'Diklaim sebagai',
  'claim.office': 'Kantor',
  'claim.office.hint': 'Dua huruf (WIPO ST.3): EM, WO, US.',
  'claim.number': 'Nomor dalam daftar',
  'claim.power': 'Surat kuasa',
  'claim.power.span': '{from} sampai {to}',
  'claim.power.from': 'Hari pertama surat kuasa',
  'claim.power.to': 'Hari terakhir surat kuasa',
  'claim.documents': 'Dokumen',
  'claim.documents.lead':
    'Dokumen disimpan ke perangkat Anda dan tidak pernah dibuka di halaman ini. Setiap pembacaan tercatat dalam log pengklaim.',
  'claim.documents.denied': 'Dokumen memuat nama dan tanda tangan: hanya admin yang membacanya.',
  'claim.document': 'Dokumen',
  'claim.document.what': 'Yang dikirim',
  'claim.sha256': 'SHA-256',
  'claim.kib': '{size} KiB',
  'claim.save': 'Simpan',
  'claim-document.proof': 'Bukti hak',
  'claim-document.proof.hint': 'Misalnya kutipan dari daftar.',
  'claim-document.power-of-attorney': 'Surat kuasa',
  'claim-document.power-of-attorney.hint':
    'Yang memberi Anda wewenang dari pemilik. Setelah hari terakhirnya, tidak ada yang terlihat lewat klaim ini.',
  'claim-document.drop': 'Letakkan dokumen di sini',
  'claim-document.types': 'PDF, PNG, atau JPEG, paling besar 10 MiB',
  'claim-document.of-type':
    'Ini bukan PDF, PNG, atau JPEG. Kirim sebagai salah satunya, atau sebutkan tempat melihatnya.',
  'claim-document.too-large':
    'Ini lebih besar dari 10 MiB. Kirim yang lebih kecil, atau sebutkan tempat melihatnya.',
  'claim-document.reference': 'Atau tempat melihatnya',
  'claim-document.reference.hint': 'Alamat daftar, atau nomor berkas.',
  'claim-document.other': 'Ambil yang lain',
  'claim-basis.owner': 'Pemilik hak',
  'claim-basis.agent': 'Kuasa pemilik',
  'claim-state.pending': 'Menunggu keputusan',
  'claim-state.pending.meaning':
    'Seseorang di luar grup Anda memeriksa buktinya. Sampai saat itu tidak ada yang terlihat lewat klaim ini, dan klaim lain tidak terhambat.',
  'claim-state.approved': 'Disetujui',
  'claim-state.approved.meaning':
    'Pengklaim melihat penawaran pihak lain yang pasti tentang merek ini; kuasa sampai hari terakhir surat kuasanya.',
  'claim-state.contested': 'Disengketakan, dibekukan',
  'claim-state.contested.meaning':
    'Dua organisasi menunjukkan bukti yang kuat untuk merek ini. Keduanya tidak melihat apa pun lewat klaimnya sampai operator mengakhiri sengketa; unggahan sendiri tetap terlihat.',
  'claim-state.rejected': 'Ditolak',
  'claim-state.rejected.meaning':
    'Buktinya belum cukup. Klaim lain dengan bukti yang lebih baik dapat dikirim.',
  'claim-state.revoked': 'Dicabut',
  'claim-state.revoked.meaning':
    'Sebelumnya disetujui, dan tidak lagi memberi akses. Klaim lain dapat dikirim.',
  'claim-state.withdrawn': 'Ditarik',
  'claim-state.withdrawn.meaning': 'Pengklaim menariknya kembali. Klaim lain dapat dikirim.',
  'claim.withdraw': 'Tarik',
  'claim.withdraw.title': 'Tarik klaim atas {brand}?',
  'claim.withdraw.text':
    'Yang terlihat lewat klaim ini tidak terlihat lagi. Klaim baru harus diputuskan lagi.',
  'claim.approve': 'Setujui',
  'claim.approve.title': 'Setujui klaim {organisation} atas {brand}?',
  'claim.approve.text': 'Sejak itu ia melihat penawaran pihak lain yang pasti tentang merek ini.',
  'claim.reject': 'Tolak',
  'claim.reject.title': 'Tolak klaim {organisation} atas {brand}?',
  'claim.reject.text': 'Ia tidak melihat apa pun lewat klaim ini. Ia dapat mengirim klaim lain.',
  'claim.contest': 'Sengketakan',
  'claim.contest.title':
    'Nyatakan klaim {organisation} atas {brand} kuat terhadap klaim yang berlaku?',
  'claim.contest.text':
    'Keduanya dibekukan: tidak satu pun melihat apa pun lewat klaimnya sampai operator mengakhiri sengketa. Lakukan hanya jika buktinya lengkap.',
  'claim.revoke': 'Cabut',
  'claim.revoke.title': 'Cabut klaim {organisation} atas {brand}?',
  'claim.revoke.text': 'Yang terlihat lewat klaim ini tidak terlihat lagi.',
  'claim.resolve': 'Akhiri sengketa',
  'claim.resolve.title': 'Akhiri sengketa atas {brand}',
  'claim.resolve.text': 'Yang gugur dicabut, atau ditolak jika belum pernah disetujui.',
  'claim.resolve.stands': 'Yang berlaku',
  'claim-end.this': 'Klaim ini',
  'claim-end.others': 'Yang lain',
  'claim-end.all': 'Semua: dua pemilik di dua wilayah',
  'claim-end.none': 'Tidak satu pun',
  'brand.claim': 'Klaim',
  'brand.claim.none':
    'Organisasi Anda belum mengklaim merek ini: yang Anda lihat hanya yang Anda kirim sendiri, bukan penawaran pihak lain.',
  'brand.claim.show': 'Lihat klaim',
  'account.installation': 'Instalasi',
  'installation.no-organisation':
    'Anda bertindak untuk instalasi, yang tidak melihat penawaran, katalog, atau orang dari organisasi mana pun. Pilih organisasi di menu di bawah, jika Anda menjadi anggotanya.',
}
