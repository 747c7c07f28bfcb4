import type { Translated } from '../catalogue.ts'
import type { session as english } from '../en/session.ts'

export const session: Translated<typeof english> = {
  'second-factor-locked':
    'Kode yang salah mengunci faktor kedua Anda pada {when}. Orang yang memasukkannya mengetahui kata sandi Anda: jika itu bukan Anda, ganti kata sandi di akun Anda.',
  'second-factor-locked.read': 'Tutup',
  'sign-in.title': 'Masuk',
  'sign-in.lead': 'Lihat penawaran, putuskan, dan sebutkan alasannya.',
  'sign-in.do': 'Masuk',
  'sign-in.or': 'atau',
  'sign-in.with': 'Masuk dengan {provider}',
  'sign-in.wrong': 'Alamat atau kata sandi tidak benar.',
  'sign-in.provider-failed':
    'Penyedia identitas tidak memasukkan Anda. Coba lagi, atau tanyakan kepada pengelolanya.',
  'code.title': 'Faktor kedua',
  'code.lead': 'Akun Anda juga meminta sebuah kode.',
  'code.field': 'Kode',
  'code.hint': 'Enam angka dari aplikasi autentikator Anda, atau salah satu kode pemulihan.',
  'code.do': 'Lanjutkan',
  'password.title': 'Kata sandi',
  'password.first':
    'Kata sandi yang Anda pakai tadi dibuatkan untuk Anda. Pilih milik Anda sendiri.',
  'password.lead': 'Sesi Anda yang lain berakhir saat kata sandi diubah.',
  'password.do': 'Ubah kata sandi',
  'password.done': 'Kata sandi telah diubah.',
  'two-factor.title': 'Faktor kedua',
  'two-factor.lead':
    'Kode dari ponsel di samping kata sandi membuat kata sandi yang dicuri tidak berguna.',
  'two-factor.asked': 'Organisasi Anda meminta faktor kedua. Siapkan dahulu untuk melanjutkan.',
  'two-factor.on': 'Aktif',
  'two-factor.off': 'Tidak aktif',
  'two-factor.start': 'Siapkan',
  'two-factor.scan':
    'Pindai ini dengan aplikasi autentikator, lalu ketik kode yang ditampilkannya.',
  'two-factor.qr': 'Kode QR untuk aplikasi autentikator; rahasia yang sama tertulis di bawah',
  'two-factor.secret': 'Atau ketik rahasia ini',
  'two-factor.first-code': 'Kode yang ditampilkan aplikasi',
  'two-factor.confirm': 'Konfirmasi',
  'two-factor.codes':
    'Simpan kode pemulihan ini di tempat yang dapat Anda temukan tanpa ponsel. Masing-masing berlaku satu kali, dan tidak ditampilkan lagi.',
  'two-factor.codes.label': 'Kode pemulihan',
  'two-factor.codes.kept': 'Sudah saya simpan',
  'two-factor.renew': 'Buat kode pemulihan baru',
  'two-factor.renew.hint':
    'Kode lama tidak berlaku lagi. Kode dari aplikasi membuktikan bahwa ini Anda.',
  'two-factor.remove': 'Hapus',
  'two-factor.remove.hint': 'Kode dari aplikasi membuktikan bahwa ini Anda.',
  'invitation.title': 'Undangan',
  'invitation.lead': '{organisation} mengundang {email}.',
  'invitation.no-token':
    'Tautan ini tidak utuh: bagian terakhirnya, setelah #, tidak ada. Buka lagi seperti yang Anda terima.',
  'invitation.name.hint':
    'Seperti yang akan dilihat rekan Anda. Akun yang sudah ada tetap memakai namanya.',
  'invitation.password.hint':
    'Pilih sekurangnya {least} karakter; jika sudah punya akun, ketik kata sandinya.',
  'invitation.do': 'Terima',
  'account.title': 'Akun Anda',
  'account.profile': 'Tentang Anda',
  'account.act-for': 'Mewakili',
  'account.sign-out': 'Keluar',
  'sessions.title': 'Sesi',
  'sessions.lead': 'Tempat Anda sedang masuk. Akhiri yang tidak Anda kenal.',
  'sessions.agent': 'Peramban',
  'sessions.agent.on': '{browser} di {system}',
  'sessions.seen': 'Terakhir terlihat',
  'sessions.current': 'Sesi ini',
  'sessions.end': 'Akhiri',
}
