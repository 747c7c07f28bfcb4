import type { Translated } from '../catalogue.ts'
import type { sentences as english } from '../en/sentences.ts'

export const sentences: Translated<typeof english> = {
  'says.brand.in-picture': '“{text}” terdapat pada gambar penawaran.',
  'says.brand.altered':
    '“{text}” adalah ejaan {brand} yang diubah; pencarian dengan nama itu tidak menemukannya.',
  'says.brand.possible':
    '“{text}” mungkin berarti {brand}, tetapi tidak ada yang menunjukkannya di sini.',
  'says.brand.misspelt': '“{text}” adalah salah eja dari {brand}.',
  'says.brand.model': '“{text}” adalah model atau lini dari {brand}.',
  'says.brand.nickname': '“{text}” adalah sebutan pembeli dan penjual untuk {brand}.',
  'says.brand.named': 'Penawaran menyebut {brand}.',
  'says.brand.stands-for': '“{text}” berarti {brand}.',
  'says.other-role': 'Barang tidak ditawarkan sebagai barang {brand}: {role}.',
  'says.role.pictures': 'merek ini hanya ada pada gambar, di samping merek lain pada judul',
  'says.role.description': 'merek ini hanya ada pada deskripsi, di samping merek lain pada judul',
  'says.role.model':
    'yang ditawarkan adalah aksesori, dan dari merek itu hanya sebuah model yang disebut',
  'says.role.no-such-goods':
    'yang ditawarkan adalah aksesori dari jenis yang tidak dibuat merek itu sendiri',
  'says.role.words': '“{text}”: {marker}',
  'says.marker.compatible': 'penawaran mengatakan bahwa barang kompatibel dengan barang merek itu',
  'says.marker.suits': 'penawaran mengatakan bahwa barang sesuai untuk barang merek itu',
  'says.marker.for': 'penawaran mengatakan bahwa barang diperuntukkan bagi barang merek itu',
  'says.marker.fits': 'penawaran mengatakan bahwa barang pas untuk barang merek itu',
  'says.marker.accessory': 'yang ditawarkan adalah aksesori untuk barang merek itu',
  'says.marker.equivalent': 'barang adalah padanan yang cocok untuk mesin merek itu',
  'says.marker.compared': 'merek itu disebut sebagai perbandingan',
  'says.marker.style': 'yang disebut adalah gaya merek itu, bukan barangnya',
  'says.marker.denied': 'penawaran mengatakan bahwa barang bukan dari merek itu',
  'says.marker.service': 'yang ditawarkan adalah jasa untuk barang semacam itu, bukan barangnya',
  'says.marker.lesson': 'teks atau pelajaran tentang merek itu, bukan barangnya',
  'says.marker.print':
    'yang ditawarkan adalah gambar, cetakan, atau pola yang menampilkan merek itu',
  'says.marker.costume': 'yang ditawarkan adalah kostum atau hiasan yang meniru merek itu',
  'says.marker.about': 'yang ditawarkan adalah sesuatu tentang merek itu, bukan barang merek itu',
  'says.marker.spoken-of': 'merek itu dibicarakan, barangnya tidak ditawarkan',

  'says.channel.authorised':
    'Penjual ada dalam daftar penjual resmi {brand} untuk marketplace ini{cited}.',
  'says.channel.none':
    '{brand} tidak menjual barang baru di marketplace seperti ini{cited}; hal itu sendiri tidak mengatakan apa pun tentang keaslian barang.{anyone}',
  'says.channel.not-authorised':
    'Penjual tidak ada dalam daftar penjual resmi {brand} untuk marketplace ini{cited}; hal itu sendiri tidak mengatakan apa pun tentang keaslian barang.{anyone}',
  'says.cited': ' (sumber: {source})',
  'says.anyone':
    ' Kondisi tidak disebutkan, dan siapa pun boleh menjual barang bekas, jadi ini hanya dihitung separuh.',
  'says.external': 'Marketplace menyertakan sinyalnya sendiri bersama penawaran, “{text}”.',

  'says.price.one-for-many':
    '“{text}” pada judul: {count} macam (warna, motif, atau model) barang {brand} ditawarkan dengan satu harga.',
  'says.price.out-of-line':
    '{price} terlalu tinggi untuk {bland} (biasanya di bawah {number} USD, perkiraan redaksi, belum diperiksa){sold}: yang dijual mungkin bukan yang disebut oleh kata-katanya.',
  'says.bland.goods': 'barang dari jenis yang disebut',
  'says.bland.link': '“{text}”, tautan untuk pembayaran,',
  'says.sold': ', dan telah terjual {count} kali',
  'says.price.text-differs':
    'Teks menyebut harga lain (“{text}”) daripada harga penawaran itu sendiri, {price}.',
  'says.price.picture-differs':
    'Sebuah gambar menampilkan harga lain (“{text}”) daripada harga penawaran itu sendiri, {price}.',
  'says.price.no-rate': 'Harga tidak dinilai: kurs untuk {code} tidak diketahui di sini.',
  'says.price.placeholder':
    '{price} tampak seperti angka pengisi tempat, jadi harga tidak dinilai.',
  'says.price.list': '{price}{about} adalah {share} dari {low}, harga resmi {product}.{half}',
  'says.price.low':
    '{price}{about} adalah {share} dari {low}, harga lazim terendah untuk {goods} baru (sumber: {source}, {day}{unchecked}).{half}',
  'says.price.typical':
    '{price} adalah {share} dari harga lazim {goods} baru (sumber: {source}, {day}{unchecked}). Obral dan gerai diskon juga menjual dengan harga seperti itu, jadi bobotnya kecil.',
  'says.about': ' (sekitar {number} USD)',
  'says.goods.type': 'barang {brand} berjenis “{type}”',
  'says.goods.model': '{product}',
  'says.unchecked': ', belum diperiksa',
  'says.half':
    ' Kondisi tidak disebutkan, dan barang bekas lebih murah, jadi harga rendah ini hanya dihitung separuh.',

  'says.image.brand': 'Sebuah gambar menampilkan {brand}, yang tidak disebut oleh teks penawaran.',
  'says.image.own-code': 'Sebuah kode pada gambar memuat {code}, GTIN dari {product}.',
  'says.image.other-code':
    'Sebuah kode pada gambar memuat {code}, GTIN produk merek lain ({product}), sedangkan penawaran menyebut {brand}.',
  'says.image.known-fake':
    'Sebuah gambar menampilkan foto dari penawaran yang dinyatakan sebagai tiruan {brand}{edited}.',
  'says.image.official': 'Sebuah gambar menampilkan foto resmi {brand}{edited}.',
  'says.image.seen-before':
    'Sebuah gambar menampilkan foto yang pernah terlihat pada penjual lain{edited}.',
  'says.image.mark-hidden':
    'Pada foto yang ditampilkan sebuah gambar tertulis “{text}”; pada gambar itu tulisannya {hidden}.',
  'says.hidden.covered': 'ditutupi',
  'says.hidden.blurred': 'dikaburkan',
  'says.image.part-hidden':
    'Sebagian dari sebuah gambar dibuat tidak terbaca dengan kotak-kotak kasar.',
  'says.image.other-brand':
    'Beberapa gambar menampilkan {rival}, dan tidak satu pun menampilkan {brand}, yang disebut oleh teks penawaran.',
  'says.edited': ' ({edits})',
  'says.and-also': ', ',
  'says.edit.mirrored': 'dicerminkan',
  'says.edit.turned-right': 'diputar {number}° searah jarum jam',
  'says.edit.turned-left': 'diputar {number}° berlawanan arah jarum jam',
  'says.edit.turned-over': 'diputar {number}°',
  'says.edit.stretched': 'diregangkan {share}',
  'says.edit.shrunk': 'diperkecil menjadi {share}',
  'says.edit.enlarged': 'diperbesar menjadi {share}',
  'says.edit.cropped': 'dipotong menjadi {share}',
  'says.edit.set-in': 'pada {share} dari gambar',
  'says.image.contact': 'Sebuah kode pada gambar mengarah ke luar marketplace ({contact}: {text}).',

  'says.product.never-made':
    'Menurut katalognya sendiri, {brand} tidak pernah membuat “{product}”.',
  'says.product.foreign-code':
    '“{text}” adalah kode gaya produk merek lain, sedangkan penawaran menyebut {brand}.',
  'says.product.code': '“{text}” adalah kode gaya dari {product}.',
  'says.product.packaging':
    'Tampaknya hanya kemasan {brand} yang ditawarkan (“{text}”); kemasan kosong ditanyakan karena tiruan dapat dijual di dalamnya.',

  'says.review.other-goods':
    'Pembeli menulis tentang “{text}” ({brand}), yang tidak disebut oleh penawaran itu sendiri.',
  'says.review.buyers':
    '{buyers} tentang tiruan atau hal yang mengarah ke sana, seperti ini: {quotes}.{expert}',
  'says.buyers.one': 'Satu pembeli bercerita',
  'says.buyers.many': '{count} pembeli bercerita',
  'says.quotes': '{quote}; {second}',
  'says.expert':
    ' Salah satunya mengatakan siapa yang memeriksa barang, atau di mana (“{text}”), dan dihitung dua kali.',

  'says.seller.many-brands':
    'Satu penjual menawarkan barang baru dari {count} merek mahal sekaligus ({brands}), yang jarang dilakukan penjual resmi.',
  'says.brands.more': '{brand}, dan lainnya',
  'says.brands.all': '{brand}',
  'says.seller.young':
    'Akun penjual berumur {age} saat penawaran dilihat: di bawah {number} hari hanya ada sedikit riwayat untuk dinilai.',
  'says.age.one': '1 hari',
  'says.age.many': '{count} hari',
  'says.seller.stock':
    'Penawaran yang satu ini untuk {count} buah barang {brand}: mulai dari {number} dihitung sebagai stok besar{scarce}.',
  'says.scarce': ' untuk merek dengan harga lazim {number} USD ke atas',

  'says.quieted': '“{text}” tidak dihitung: {meaning}{beside}.',
  'says.beside': ' (“{text}”)',
  'says.word': '{quote}.',
  'says.quote': '“{text}” ({language}): {meaning}{known}',
  'says.language.translated': 'bahasa Tionghoa terjemahan mesin',
  'says.known.invitation': ', ungkapan yang dikenal dari penawaran barang tiruan',
  'says.known.logo-later':
    ', tanda merek disembunyikan dari barang atau gambar sampai barang terjual',
  'says.known.source': ', asal yang juga diakui untuk barang tiruan',
  'says.known.inspection': ', pernyataan yang juga dibuat untuk barang tiruan',

  'why.clear.nothing':
    'Bersih: penawaran tidak menyebut merek yang dilindungi, dan tidak ada yang menunjukkan bahwa barang palsu.',
  'why.clear.no-brand': 'Bersih: penawaran tidak menyebut merek yang dilindungi.',
  'why.clear.plain':
    'Bersih: tidak ada yang menunjukkan bahwa barang palsu atau yang menuntut bukti.',
  'why.clear.too-little': 'Bersih: yang ditemukan terlalu sedikit untuk ditindaklanjuti.',
  'why.role.offered': 'Barang ditawarkan sebagai barang merek itu.',
  'why.role.compared-with': 'Barang dibandingkan dengan barang merek itu.',
  'why.role.compatible-with': 'Barang ditawarkan sebagai cocok untuk barang merek itu.',
  'why.role.mentioned': 'Penawaran membicarakan merek itu dan tidak menawarkan barangnya.',
  'why.ask':
    'Minta bukti: penjual perlu menunjukkan bahwa barang asli sebelum penawaran ditayangkan; ini bukan temuan bahwa barang palsu.',
  'why.ask.reasons':
    'Alasan untuk meminta adalah {kinds}; semuanya itu sendiri bukan tanda kepalsuan.',
  'why.ask.reason': 'Alasan untuk meminta adalah {kinds}; itu sendiri bukan tanda kepalsuan.',
  'why.ask.not-passed-off':
    'Beberapa tanda meragukan, tetapi penawaran tidak menampilkan barangnya sebagai barang merek yang dilindungi.',
  'why.ask.too-weak':
    'Yang ditemukan dalam {kinds} cukup untuk meminta bukti{also}, dan terlalu lemah untuk tinjauan.',
  'why.also': ', bersama hal lain yang ikut dihitung',
  'why.ask.too-low':
    'Tanda-tanda itu bersama-sama memberi peluang kepalsuan {share}; tinjauan dimulai pada {number} %.',
  'why.review': 'Tinjau: barang mungkin palsu; seseorang yang memutuskan.',
  'why.review.signs':
    'Tanda-tanda kepalsuan ditemukan dalam {kinds}, yang menuntut lebih dari sekadar meminta bukti.',
  'why.review.sign':
    'Satu tanda kepalsuan ditemukan dalam {kinds}, yang menuntut lebih dari sekadar meminta bukti.',
  'why.review.too-low':
    'Tanda-tanda itu bersama-sama memberi peluang kepalsuan {share}; pemblokiran dimulai pada {number} %.',
  'why.review.none-strong':
    'Untuk pemblokiran, tidak satu pun tanda yang ditemukan cukup kuat dengan sendirinya.',
  'why.review.no-second': 'Untuk pemblokiran, jenis tanda kedua yang terpisah belum ada{but}.',
  'why.counts-too-little': '; bobot {kinds} terlalu kecil untuk itu',
  'why.block': 'Blokir: ada tanda-tanda kepalsuan yang kuat, dari dua jenis yang terpisah.',
  'why.block.two-kinds':
    'Blokir: tanda-tanda kepalsuan dari dua jenis yang terpisah bertemu, dalam {kinds}.',
  'why.block.signs':
    'Blokir: ada tanda-tanda kepalsuan yang kuat dalam {kinds}, didukung secara terpisah oleh {other}.',
  'why.block.sign':
    'Blokir: ada tanda kepalsuan yang kuat dalam {kinds}, didukung secara terpisah oleh {other}.',
  'why.supports-them':
    'Yang mendukungnya, dan sendirian paling jauh menjadi alasan untuk meminta bukti:',
  'why.supports-it':
    'Yang mendukungnya, dan sendirian paling jauh menjadi alasan untuk meminta bukti:',
  'why.signs': 'Tanda-tanda:',
  'why.sign': 'Tanda:',
  'why.signs.weak': 'Tanda-tanda lemah:',
  'why.sign.weak': 'Tanda lemah:',
  'why.signs.falsity': 'Tanda-tanda kepalsuan:',
  'why.sign.falsity': 'Tanda kepalsuan:',
  'why.signs.maybe': 'Tanda-tanda bahwa barang mungkin palsu:',
  'why.sign.maybe': 'Tanda bahwa barang mungkin palsu:',
  'why.counted': 'Ikut dihitung, meski itu sendiri bukan tanda kepalsuan:',
  'why.noted': 'Yang dicatat, meski itu sendiri bukan tanda kepalsuan:',

  'kind-of-sign.text': 'kata-kata penawaran',
  'kind-of-sign.brand': 'ejaan nama merek',
  'kind-of-sign.price': 'harga',
  'kind-of-sign.image': 'gambar',
  'kind-of-sign.seller': 'akun dan stok penjual',
  'kind-of-sign.channel': 'tempat dan penjual barang',
  'kind-of-sign.product': 'keterangan tentang produk',
  'kind-of-sign.network': 'kaitan penjual dengan penjual lain',
  'kind-of-sign.review': 'ulasan pembeli',
  'kind-of-sign.external': 'sinyal marketplace sendiri',
  'kind-of-sign.guard': 'hal yang meringankan',
}
